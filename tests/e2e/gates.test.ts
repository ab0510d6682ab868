/** Who gets which answer, by plain HTTP with the session cookie. */
import { beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { CATEGORY_SLUGS } from "@/lib/model/categories";
import { formatDay, formatMinute } from "@/lib/model/format-time";
import { DAY_MS } from "@/lib/model/retention";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { setLicense } from "@/lib/services/tenants/set-license";
import { grantRole } from "@/lib/services/users/grant-role";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import {
  addOrganisation,
  getPage,
  type Organisation,
  openSite,
  rowIds,
  signIn,
  visibleText,
} from "@/tests/helpers/site";

const site = openSite();
const LOG = "/acorn/sign-ins/interactive";

/** Everything by which an event of a tenant could be recognised. */
async function tracesOf(slug: string): Promise<string[]> {
  const rows = await site.sql<{ trace: string }[]>`
    select distinct trace from sign_ins s join tenants t using (tenant_id),
      lateral (values (id), (correlation_id), (principal_name), (principal_upn), (principal_key), (ip_text),
        (resource_key), (device_id)) traces (trace)
    where slug = ${slug} and trace <> ''`;
  return rows.map(({ trace }) => trace);
}

function tracesIn(html: string, traces: readonly string[]): string[] {
  return traces.filter((trace) => html.includes(trace));
}

describe("a page of the log answers", () => {
  it("200 to a reader, whatever the reader's role", async () => {
    for (const account of ["admin", "globalreader", "secadmin", "secreader", "reports"]) {
      const cookie = await signIn(site, `${account}@acorn.example`);
      for (const category of CATEGORY_SLUGS) {
        const { status, html } = await getPage(site, `/acorn/sign-ins/${category}`, { cookie });
        expect({ account, category, status }).toEqual({ account, category, status: 200 });
        expect(html).toMatch(/<tr[^>]* data-(sign-in-id|group-key)="/);
      }
    }
  });

  it.each(["/acorn", "/acorn/sign-ins", LOG, `${LOG}?range=7d&open=x`, "/birch", "/nowhere/sign-ins/interactive"])(
    "307 to the sign-in page when nobody is signed in: %s",
    async (path) => {
      for (const headers of [{}, { cookie: "next-auth.session-token=nonsense" }]) {
        const { status, location } = await getPage(site, path, headers as Record<string, string>);
        expect(status).toBe(307);
        const target = new URL(location ?? "", site.url);
        expect([target.pathname, target.searchParams.get("callbackUrl")]).toEqual(["/sign-in", path]);
      }
    },
  );

  it("403 to an account without a role, naming the roles, with no event of the tenant", async () => {
    const cookie = await signIn(site, "user@acorn.example");
    const own = ["Thea Lindqvist", "user@acorn.example"];
    const traces = (await tracesOf("acorn")).filter((trace) => !own.includes(trace));
    for (const category of CATEGORY_SLUGS) {
      const { status, html } = await getPage(site, `/acorn/sign-ins/${category}`, { cookie });
      expect(status).toBe(403);
      expect(visibleText(html)).toMatch(/Your account has no role that reads the logs.*Reports Reader/);
      expect(tracesIn(html, traces)).toEqual([]);
    }
    expect((await getPage(site, "/acorn", { cookie })).location ?? "").not.toContain("birch");
  });

  it("403 with the license page to a tenant without a license, with no event of it anywhere", async () => {
    const cookie = await signIn(site, "admin@cedar.example");
    const own = ["Astrid Holm", "admin@cedar.example"];
    const traces = (await tracesOf("cedar")).filter((trace) => !own.includes(trace));
    expect(traces.length).toBeGreaterThan(3000);
    const [event] =
      await site.sql`select id from sign_ins s join tenants t using (tenant_id) where slug = 'cedar' limit 1`;
    for (const path of [
      ...CATEGORY_SLUGS.map((category) => `/cedar/sign-ins/${category}`),
      "/cedar/sign-ins/interactive?range=7d&status=failure",
      `/cedar/sign-ins/interactive?range=7d&open=${event?.id}`,
      "/cedar/sign-ins/interactive?range=nonsense",
    ]) {
      const { status, html } = await getPage(site, path, { cookie });
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(visibleText(html)).toContain("The sign-in logs need a premium license");
      expect(tracesIn(html, traces).filter((trace) => trace !== event?.id)).toEqual([]);
    }
    // The same pages as the browser asks for them when a link is followed.
    const part = await getPage(site, "/cedar/sign-ins/interactive", { cookie, rsc: "1" }, { follow: true });
    expect(tracesIn(part.html, traces)).toEqual([]);
  });

  it("404 to a reader of another tenant, at every address, as for a tenant that does not exist", async () => {
    const cookie = await signIn(site, "admin@acorn.example");
    const [birch] = await site.sql`select tenant_id as id from tenants where slug = 'birch'`;
    const events = await site.sql`
      select distinct on (category) id from sign_ins where tenant_id = ${birch?.id} order by category, created_at desc`;
    const traces = (await tracesOf("birch")).filter((trace) => !events.some(({ id }) => id === trace));
    const acorn = new Set(await tracesOf("acorn"));
    const birchOnly = traces.filter((trace) => !acorn.has(trace));
    expect(birchOnly.length).toBeGreaterThan(1000);
    const rest = ["", "/sign-ins", ...CATEGORY_SLUGS.map((slug) => `/sign-ins/${slug}`)];
    for (const { id } of events) rest.push(...CATEGORY_SLUGS.map((slug) => `/sign-ins/${slug}?range=1m&open=${id}`));
    rest.push("/sign-ins/interactive?range=nonsense", "/sign-ins/no-such-log", "/nothing");
    for (const path of rest) {
      const answers = await Promise.all(
        ["birch", birch?.id, "nowhere"].map((tenant) => getPage(site, `/${tenant}${path}`, { cookie })),
      );
      for (const { status, html } of answers) {
        expect({ path, status }).toEqual({ path, status: 404 });
        expect(tracesIn(html, birchOnly)).toEqual([]);
        expect(visibleText(html)).toContain("There is nothing at this address");
      }
      const [there, , nowhere] = answers.map(({ html }) => visibleText(html));
      expect(there).toBe(nowhere);
    }
  });

  it.each([
    { page: "/settings/single-sign-on", reader: 403, unlicensed: 200 },
    { page: "/settings/provisioning", reader: 403, unlicensed: 200 },
    { page: "/digest", reader: 200, unlicensed: 403 },
    { page: "", reader: 200, unlicensed: 403 },
  ])("no sooner on %o", async ({ page, reader, unlicensed }) => {
    const asked = async (account: string, slug: string) =>
      (await getPage(site, `/${slug}${page}`, account ? { cookie: await signIn(site, account) } : {})).status;
    expect({
      nobody: await asked("", "acorn"),
      withoutRole: await asked("user@acorn.example", "acorn"),
      reader: await asked("reports@acorn.example", "acorn"),
      administrator: await asked("admin@acorn.example", "acorn"),
      unlicensed: await asked("admin@cedar.example", "cedar"),
      stranger: await asked("admin@birch.example", "acorn"),
    }).toEqual({ nobody: 307, withoutRole: 403, reader, administrator: 200, unlicensed, stranger: 404 });
  });

  it("with none of the words that somebody else put into a link", async () => {
    const cookie = await signIn(site, "admin@acorn.example");
    const words = "Your account is lost";
    for (const path of ["/my-account", "/my-sign-ins", "/acorn/settings", "/acorn/exports", "/acorn/clients"]) {
      const { status, html } = await getPage(site, `${path}?${new URLSearchParams({ problem: words })}`, { cookie });
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(visibleText(html)).not.toContain(words);
    }
  });

  it("nothing of a sign-in that is another tenant's, in the reader's own log", async () => {
    const cookie = await signIn(site, "admin@acorn.example");
    const [event] = await site.sql`
      select id, principal_upn as upn from sign_ins s join tenants using (tenant_id)
      where slug = 'birch' and category = 1 order by s.created_at desc limit 1`;
    const { status, html } = await getPage(site, `${LOG}?range=1m&open=${event?.id}&requestId=${event?.id}`, {
      cookie,
    });
    expect(status).toBe(200);
    expect(visibleText(html)).toContain("This sign-in is not in the log");
    expect(tracesIn(html, [event?.upn])).toEqual([]);
    expect(rowIds(html)).toEqual([]);
  });

  it.each([
    ["range=fortnight", "range", /Date range “fortnight” is not known/],
    ["range=custom&from=yesterday", "from", /Start “yesterday” is not a date/],
    ["range=custom&from=2026-01-02&to=2026-01-01", "to", /ends before it starts/],
    ["ip=10.1/16", "ip", /is not a block/],
    ["errorCode=many", "errorCode", /is not a whole number/],
    ["user=*", "user", /nothing after “\*”/],
    ["conditionalAccess=maybe", "conditionalAccess", /is not known/],
    ["tz=mars", "tz", /is not offered/],
    ["size=7", "size", /is not offered/],
    ["after=unusable", "after", /no longer usable/],
  ])("400 to %s, with the reason beside the field and no row", async (query, field, reason) => {
    const cookie = await signIn(site, "reports@acorn.example");
    const { status, html } = await getPage(site, `${LOG}?${query}`, { cookie });
    expect(status).toBe(400);
    expect(visibleText(html)).toMatch(reason);
    expect(rowIds(html)).toEqual([]);
    if (!["tz", "size", "after"].includes(field)) expect(describedProblems(html)).toMatch(reason);
  });

  it("400 to a cursor that was changed or is of other filters", async () => {
    const cookie = await signIn(site, "reports@acorn.example");
    const { html } = await getPage(site, `${LOG}?range=7d`, { cookie });
    const cursor = /after=([^"&]+)/.exec(html)?.[1] ?? "";
    expect((await getPage(site, `${LOG}?range=7d&after=${cursor}`, { cookie })).status).toBe(200);
    for (const query of [`range=7d&status=failure&after=${cursor}`, `range=7d&after=${cursor.slice(0, -2)}zz`]) {
      const { status, html } = await getPage(site, `${LOG}?${query}`, { cookie }, { follow: true });
      expect(status).toBe(400);
      expect(visibleText(html)).toMatch(/no longer usable|does not belong to the filters/);
    }
  });
});

describe("the next request knows", () => {
  let maple: Organisation;
  let log: string;

  beforeAll(async () => {
    maple = await addOrganisation("maple-gates");
    log = `/${maple.slug}/sign-ins/interactive`;
    await maple.addSignIns(graphSignIn({ id: "only-one" }));
  });

  it("that a role was revoked, and granted again", async () => {
    const upn = await maple.addUser("revoked", "reports-reader");
    const cookie = await signIn(site, upn);
    expect((await getPage(site, log, { cookie })).status).toBe(200);
    await revokeRole(maple.scope, { upn, role: "reports-reader" });
    const refused = await getPage(site, log, { cookie });
    expect(refused.status).toBe(403);
    expect(rowIds(refused.html)).toEqual([]);
    await grantRole(maple.scope, { upn, role: "security-reader" });
    expect(rowIds((await getPage(site, log, { cookie })).html)).toEqual(["only-one"]);
  });

  it("that the user was disabled; enabling does not bring the session back", async () => {
    const upn = await maple.addUser("disabled", "reports-reader");
    const cookie = await signIn(site, upn);
    expect((await getPage(site, log, { cookie })).status).toBe(200);
    await setUserDisabled(maple.scope, { upn, disabled: true });
    expect((await getPage(site, log, { cookie })).status).toBe(307);
    await expect(signIn(site, upn)).rejects.toThrow(/was refused/);
    await setUserDisabled(maple.scope, { upn, disabled: false });
    expect((await getPage(site, log, { cookie })).status).toBe(307);
    expect((await getPage(site, log, { cookie: await signIn(site, upn) })).status).toBe(200);
  });

  it("that the session was signed out by a client program", async () => {
    const cookie = await signIn(site, await maple.addUser("leaver", "reports-reader"));
    expect((await getPage(site, log, { cookie })).status).toBe(200);
    const asked = await fetch(`${site.url}/api/auth/csrf`);
    const { csrfToken } = (await asked.json()) as { csrfToken: string };
    const csrf = asked.headers.getSetCookie().map((each) => each.split(";")[0]);
    await fetch(`${site.url}/api/auth/signout`, {
      method: "POST",
      headers: { cookie: [cookie, ...csrf].join("; ") },
      body: new URLSearchParams({ csrfToken }),
      redirect: "manual",
    });
    expect((await getPage(site, log, { cookie })).status).toBe(307);
  });

  it("that the license is gone, and come back", async () => {
    const cookie = await signIn(site, await maple.addUser("licensed", "global-administrator"));
    expect((await getPage(site, log, { cookie })).status).toBe(200);
    await setLicense(maple.slug, "free", { now: new Date() });
    const refused = await getPage(site, log, { cookie });
    expect(refused.status).toBe(403);
    expect(rowIds(refused.html)).toEqual([]);
    await setLicense(maple.slug, "premium_p1", { now: new Date() });
    expect(rowIds((await getPage(site, log, { cookie })).html)).toEqual(["only-one"]);
  });

  it("what a license keeps, until when what a downgrade hid is safe, and by which command it comes back", async () => {
    const oak = await addOrganisation("oak-gates", "free");
    const cookie = await signIn(site, await oak.addUser("reader", "global-reader"));
    const page = async () => {
      const { status, html } = await getPage(site, `/${oak.slug}/sign-ins/interactive`, { cookie });
      return { status, text: visibleText(html), rows: rowIds(html) };
    };
    expect((await page()).text).toMatch(/kept for 7 days\. So far none have come in/);
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    const at = (days: number) => graphSignIn({ id: `${days} days ago`, createdDateTime: ago(days).toISOString() });
    await oak.addSignIns(at(1), at(5));
    const refused = await page();
    expect(refused).toMatchObject({ status: 403, rows: [] });
    expect(refused.text).toContain(`Those since ${formatDay(ago(5), "UTC")} (UTC) are there now`);
    expect(refused.text).toContain("npm run admin -- tenant set-license --tenant oak-gates --license premium_p1");
    expect(refused.text).not.toContain("before");

    await setLicense(oak.slug, "premium_p2", { now: new Date() });
    expect((await getPage(site, `/${oak.slug}/sign-ins/interactive?range=1m`, { cookie })).html).toMatch(/5 days ago/);
    const later = await systemScope(oak.slug, "test");
    await ingestRecords(later, asRecords([at(20)]), { source: "test" });
    const now = new Date();
    await setLicense(oak.slug, "free", { now });
    const downgraded = await page();
    expect(downgraded).toMatchObject({ status: 403, rows: [] });
    expect(downgraded.text).toContain(`Those since ${formatDay(ago(20), "UTC")} (UTC) are there now`);
    const until = formatMinute(new Date(now.getTime() + 7 * DAY_MS), "UTC");
    expect(downgraded.text).toMatch(/The license was Premium P2 before\. Sign-ins older than 7 days are safe until/);
    expect(downgraded.text).toContain(`${until} (UTC)`);
    expect(downgraded.text).toContain("--license premium_p2");
  });
});

/** The reasons that the page gives for a field, as the field itself refers to them. */
function describedProblems(html: string): string {
  const described = [...html.matchAll(/aria-describedby="([^"]+)"/g)].flatMap(([, ids]) => ids?.split(" ") ?? []);
  const problems = [...html.matchAll(/<p class="problem" id="([^"]+)">(.*?)<\/p>/g)];
  return problems.flatMap(([, id, text]) => (described.includes(id ?? "") ? [visibleText(text ?? "")] : [])).join("\n");
}
