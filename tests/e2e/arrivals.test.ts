/** From a provider's file or an HTTP request to the page. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { ClientPermission } from "@/lib/model/roles";
import { createClient } from "@/lib/services/clients/create-client";
import { importFiles } from "@/lib/services/ingest/import-files";
import { openBrowser, shownColumn, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, type Organisation, openSite, rowIds, signIn } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const FILE = "tests/fixtures/records/msticpy/aad_logons.ndjson.gz";

describe("a file of real sign-ins, imported as if its newest were of now", () => {
  it("shows its interactive ones, each once, and its others in their own logs", async () => {
    const maple = await addOrganisation("maple-import");
    const reader = await maple.addUser("reader", "security-reader");
    const file = path.resolve(FILE);
    const records: Record<string, unknown>[] = gunzipSync(readFileSync(file))
      .toString()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    const result = await importFiles(maple.scope, [{ name: "aad_logons", path: file }], {
      ...{ now: new Date(), shiftToNow: true },
    });
    expect(result.accepted + result.updated + result.duplicates + result.rejected).toBe(records.length);

    const idsWhere = (interactive: boolean) =>
      new Set(records.filter((record) => record.IsInteractive === interactive).map(({ Id: id }) => id));
    expect(idsWhere(true).size).toBeGreaterThan(0);
    const cookie = await signIn(site, reader);
    const shown = new Map<string, string[]>();
    const counted = new Map<string, number>();
    for (const slug of ["interactive", "non-interactive"]) {
      const ids: string[] = [];
      let count = 0;
      let next: string | undefined = `/${maple.slug}/sign-ins/${slug}?range=1m&size=200`;
      while (next) {
        const { status, html } = await getPage(site, next, { cookie });
        expect(status).toBe(200);
        ids.push(...rowIds(html));
        for (const [, n] of html.matchAll(/ data-count="(\d+)"/g)) count += Number(n);
        next = /href="([^"]+)"[^>]* rel="next"|rel="next"[^>]* href="([^"]+)"/
          .exec(html)
          ?.slice(1)
          .find(Boolean)
          ?.replaceAll("&amp;", "&");
      }
      shown.set(slug, ids);
      counted.set(slug, count);
    }
    expect(new Set(shown.get("interactive"))).toEqual(idsWhere(true));
    // Those are grouped: each counts once, and those that stand alone are shown by themselves.
    expect(counted.get("non-interactive")).toBe(idsWhere(false).size);
    expect([...idsWhere(false)]).toEqual(expect.arrayContaining(shown.get("non-interactive") ?? []));

    const page = await open({ as: reader, javaScriptEnabled: false });
    await page.goto(`/${maple.slug}/sign-ins/interactive`);
    expect(await shownIds(page)).toEqual(shown.get("interactive")?.slice(0, 50));
    await page.locator("a[data-row-link]").first().click();
    expect(await page.locator(".pane h2").textContent()).toMatch(/\w/);
  });
});

describe("a sign-in sent over HTTP", () => {
  let maple: Organisation;
  let token: string;

  beforeAll(async () => {
    maple = await addOrganisation("maple-ingest");
    const { clientId, clientSecret } = await createClient(maple.scope, {
      ...{ name: "Sender", permissions: ["SignInEvents.Write"] },
    });
    const answer = await fetch(`${site.url}/${maple.slug}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        ...{ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
        scope: `${site.url}/.default`,
      }),
    });
    token = ((await answer.json()) as { access_token: string }).access_token;
  });

  const send = async (...signIns: unknown[]) => {
    const answer = await fetch(`${site.url}/ingest/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
      body: signIns.map((each) => `${JSON.stringify(each)}\n`).join(""),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  };

  it("is on the page when it is loaded again, on top, with its details when they arrive", async () => {
    const page = await open({ as: await maple.addUser("reader", "security-reader") });
    await page.goto(`/${maple.slug}/sign-ins/interactive`);
    await page.getByText("No sign-ins were recorded in the last 24 hours").waitFor();

    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const first = graphSignIn({ id: "first", createdDateTime: minutesAgo(3), appDisplayName: "Payroll & <b>more</b>" });
    const second = graphSignIn({ id: "second", createdDateTime: minutesAgo(1), status: { errorCode: 50126 } });
    expect(await send(first, second)).toMatchObject({ status: 200, accepted: 2, rejected: 0 });
    await page.reload();
    expect(await shownIds(page)).toEqual(["second", "first"]);
    expect(await shownColumn(page, "application")).toEqual(["Office", "Payroll & <b>more</b>"]);
    expect((await shownColumn(page, "status"))[0]).toMatch(/^Failure/);

    expect(await send({ ...first, correlationId: "late-detail" })).toMatchObject({ status: 200, updated: 1 });
    await page.goto(`/${maple.slug}/sign-ins/interactive?open=first`);
    expect(await page.locator(".pane").textContent()).toContain("late-detail");
    expect(await shownIds(page)).toEqual(["second", "first"]);
  });
});

describe("the ingest door of the running site, which answers before the framework does", () => {
  const send = (init: RequestInit) => fetch(`${site.url}/ingest/v1/events`, { body: "{}", method: "POST", ...init });

  it("refuses who has no token, whatever the body", async () => {
    const answer = await send({ headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("refuses other methods, and names the one it takes", async () => {
    const answer = await send({ method: "PUT" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toContain("POST");
  });

  it("refuses a token that may not write, and with one that may a body it does not read", async () => {
    const maple = await addOrganisation("maple-door");
    expect((await send({ headers: await bearer(maple, "AuditLog.Read.All") })).status).toBe(403);
    const headers = { ...(await bearer(maple, "SignInEvents.Write")), "content-type": "text/plain" };
    expect((await send({ headers })).status).toBe(415);
    const broken = await send({ headers: { ...headers, "content-type": "application/json" }, body: "[{" });
    expect(broken.status).toBe(400);
  });
});

async function bearer({ scope, slug }: Organisation, permission: ClientPermission): Promise<Record<string, string>> {
  const { clientId, clientSecret } = await createClient(scope, { name: permission, permissions: [permission] });
  const form = {
    ...{ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
    scope: `${site.url}/.default`,
  };
  const answer = await fetch(`${site.url}/${slug}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}
