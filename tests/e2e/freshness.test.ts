/** Whether an empty page means that nothing happened, or that nothing arrives. */
import { expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { violations } from "@/tests/helpers/axe";
import { DESKTOP, openBrowser, PHONE } from "@/tests/helpers/browser";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, openSite, signIn, visibleText } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);

it("a log says when its newest sign-in arrived, what was refused, and when it is empty whether anything arrives at all", async () => {
  const brook = await addOrganisation("brook");
  const [reader, admin] = [
    await brook.addUser("rita", "reports-reader"),
    await brook.addUser("gry", "global-administrator"),
  ];
  const cookie = await signIn(site, reader);
  // Who signs in is in the log of interactive sign-ins after a moment.
  const log = "/brook/sign-ins/service-principal?range=24h";
  const text = async (path: string, headers = { cookie }) => visibleText((await getPage(site, path, headers)).html);
  const silent = graphSignIn({
    createdDateTime: new Date(Date.now() - 40_000).toISOString(),
    isInteractive: false,
    signInEventTypes: ["nonInteractiveUser"],
  });
  await ingestRecords(brook.scope, asRecords([silent]), { source: "http:feed" });
  await ingestRecords(brook.scope, asRecords([{ tea: "white" }]), { source: "test" });
  const full = await text("/brook/sign-ins/non-interactive?range=24h");
  expect(full).toMatch(
    /Newest sign-in received \d+ \w+ \d{4}, [\d:]+ UTC[+\d]*, usually \d+ seconds after it happened/,
  );
  expect(full).toContain("1 record refused");
  expect(await text(log)).toContain("This log holds no sign-in at all; in the others the last ones arrived");
  expect((await getPage(site, log, { cookie })).html).not.toContain('href="/brook/rejections"');
  const asAdmin = await getPage(site, log, { cookie: await signIn(site, admin) });
  expect(asAdmin.html.match(/href="\/brook\/rejections"/g)?.length).toBeGreaterThan(1);
});

it("the overview names the sources that are silent for longer than their habit", async () => {
  const mute = await addOrganisation("mute");
  const reader = await mute.addUser("rita", "reports-reader");
  const since = new Date(Date.now() - 5 * HOUR_MS);
  await site.sql`insert into source_silences values
    (${mute.scope.tenantId}, 'http:Log shipper', ${since}, 720, ${new Date()}, null, 0, null, 'sent')`;
  for (const viewport of [DESKTOP, PHONE]) {
    const page = await open({ as: reader, viewport });
    await page.goto("/mute");
    const told = page.getByRole("list", { name: "Silent sources" });
    expect(await told.textContent()).toContain("Log shipper, over HTTP: nothing has arrived since");
    expect(await told.textContent()).toContain("was 12 minutes");
    expect(await violations(page)).toEqual([]);
  }
});
