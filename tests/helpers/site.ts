/** The running site from outside, over plain HTTP, and from below: its database and the services. */
import { readFileSync, statSync } from "node:fs";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import { DEFAULT_DEMO_PASSWORD } from "@/lib/env";
import type { License } from "@/lib/model/licenses";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { createUser } from "@/lib/services/users/create-user";
import { asRecords } from "./events";
import { faultsIn } from "./web-process";
import "../setup/site";

export const PASSWORD = DEFAULT_DEMO_PASSWORD;

export interface Site {
  url: string;
  /** Past row-level security: what is really stored. */
  readonly sql: Sql;
}

/** What Next says about a form that another site sent, which a test does on purpose. */
const EXPECTED = /Server Actions request/;

/** The site of this run, for a test file. A fault in its log while the file runs fails the file. */
export function openSite(): Site {
  const { url, appUrl, ownerUrl, superuserUrl, logFile } = inject("testSite");
  const sql = postgres(superuserUrl, { max: 2, onnotice: () => {} });
  let logged = 0;
  beforeAll(() => {
    logged = statSync(logFile).size;
    connectTo({ appUrl, ownerUrl }, { max: 4 });
  });
  afterAll(async () => {
    await sql.end();
    await closeConnections();
    const faults = faultsIn(readFileSync(logFile).subarray(logged).toString());
    expect(
      faults.filter((line) => !EXPECTED.test(line)),
      "faults in the log of the site",
    ).toEqual([]);
  });
  return { url, sql };
}

export interface Answer {
  status: number;
  html: string;
  headers: Headers;
  /** Where a redirect leads, without the site's own origin. */
  location: string | null;
}

/** Asks for a page; follows no redirect unless told to. */
export async function getPage(
  site: Pick<Site, "url">,
  path: string,
  headers: Record<string, string> = {},
  { follow = false } = {},
): Promise<Answer> {
  const response = await fetch(site.url + path, { headers, redirect: follow ? "follow" : "manual" });
  const location = response.headers.get("location")?.replace(site.url, "") ?? null;
  return { status: response.status, html: await response.text(), headers: response.headers, location };
}

/** Signs in as client programs do. @returns the session cookie, as a Cookie header. */
export async function signIn(site: Pick<Site, "url">, username: string, password = PASSWORD): Promise<string> {
  const asked = await fetch(`${site.url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${site.url}/api/auth/callback/password`, {
    method: "POST",
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, username, password }),
    redirect: "manual",
  });
  const session = cookiesOf(answer)
    .split("; ")
    .find((cookie) => cookie.startsWith("next-auth.session-token="));
  if (!session) throw new Error(`Signing in as ${username} was refused: ${answer.headers.get("location")}`);
  return session;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The ids of the rows in a log page, in order. */
export function rowIds(html: string): string[] {
  return [...html.matchAll(/<tr[^>]* data-sign-in-id="([^"]+)"/g)].map(([, id = ""]) => id);
}

/** What is read on a page, without what is only in its scripts. */
export function visibleText(html: string): string {
  return html
    .replace(/<script[\s\S]*?<\/script>/g, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

export interface Organisation {
  slug: string;
  scope: TenantScope;
  /** Creates an account with {@link PASSWORD}. @returns its address. */
  addUser(name: string, ...roles: Role[]): Promise<string>;
  /** Stores sign-ins given as Graph objects. */
  addSignIns(...signIns: JsonObject[]): Promise<void>;
}

/** A tenant beside the demo's, for tests that change something or need rows that they know. */
export async function addOrganisation(slug: string, license: License = "premium_p2"): Promise<Organisation> {
  const domain = `${slug}.example`;
  await createTenant({ slug, name: slug, domain, license }, { now: new Date() });
  const scope = await systemScope(slug, "test");
  return {
    ...{ slug, scope },
    addUser: async (name, ...roles) => {
      const user = { upn: `${name}@${domain}`, displayName: `${name} of ${slug}`, roles };
      return (await createUser(scope, { ...user, password: PASSWORD })).upn;
    },
    addSignIns: async (...signIns) => {
      const { accepted, errors } = await ingestRecords(scope, asRecords(signIns), { source: "test" });
      expect({ accepted, errors }).toEqual({ accepted: signIns.length, errors: [] });
    },
  };
}
