import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import type { Session } from "@/lib/access/session";
import type { TenantScope } from "@/lib/model/scope";
import { addClientSecret } from "@/lib/services/clients/add-client-secret";
import { createClient } from "@/lib/services/clients/create-client";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { revokeClientSecret } from "@/lib/services/clients/revoke-client-secret";
import { subscribeToDigest } from "@/lib/services/digest/subscription";
import { cancelExport } from "@/lib/services/exports/change-export";
import { requestExport } from "@/lib/services/exports/request-export";
import { dismissRejections } from "@/lib/services/ingest/dismiss-rejections";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { retryRejections } from "@/lib/services/ingest/retry-rejections";
import { answerOwnSignIn } from "@/lib/services/own-sign-ins/answer-own-sign-in";
import { createProvisioningToken } from "@/lib/services/scim/tokens";
import { setBrandName } from "@/lib/services/settings/set-brand-name";
import { flagSignIn } from "@/lib/services/sign-ins/flag-sign-in";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { setLicense } from "@/lib/services/tenants/set-license";
import { createUser } from "@/lib/services/users/create-user";
import { deleteUser } from "@/lib/services/users/delete-user";
import { endUserSessions } from "@/lib/services/users/end-user-sessions";
import { grantRole } from "@/lib/services/users/grant-role";
import { inviteUser } from "@/lib/services/users/invite-user";
import { resetSecondFactor } from "@/lib/services/users/reset-second-factor";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { changeView } from "@/lib/services/views/change-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { saveView } from "@/lib/services/views/save-view";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createReader, everyLog } from "@/tests/helpers/exports";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, PASSWORD, startTestSession, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;
let asker: TenantScope;

beforeAll(async () => {
  site = await openTestSite();
  setQueueStore(openQueueStore({ DATABASE_URL: site.appUrl }));
  tenant = await site.createTenant();
  asker = await createReader(tenant.scope, "asker", "global-administrator");
  const at = new Date(Date.now() - 60_000).toISOString();
  const records = [graphSignIn({ id: "known", createdDateTime: at, userId: "user-ada" }), { hello: 1 }];
  await ingestRecords(tenant.scope, asRecords(records), { source: "test" });
});
afterAll(async () => {
  await closeQueues();
  await site.close();
});

/** What the changes before have left, for those that follow. */
const made: Record<string, string> = {};
const upn = () => `ada@${tenant.slug}.example`;
const known = { category: "interactive", id: "known" } as const;

/** Each changing verb by its file, in an order in which every one finds something to change. */
const CHANGES: [file: string, activity: string, change: () => Promise<unknown>][] = [
  [
    "users/create-user",
    "Add user",
    async () => {
      const user = { upn: upn(), displayName: "Ada", objectId: "user-ada", password: PASSWORD };
      made.userId = (await createUser(tenant.scope, user)).userId;
    },
  ],
  ["users/grant-role", "Add member to role", () => grantRole(tenant.scope, { upn: upn(), role: "security-reader" })],
  [
    "users/revoke-role",
    "Remove member from role",
    () => revokeRole(tenant.scope, { upn: upn(), role: "security-reader" }),
  ],
  [
    "users/end-user-sessions",
    "Revoke user sessions",
    async () => {
      await startTestSession(upn());
      await endUserSessions(tenant.scope, { upn: upn() });
    },
  ],
  [
    "own-sign-ins/answer-own-sign-in",
    "Report own sign-in as not one’s own",
    async () => {
      const { at } = await atOfKnown();
      const { tenantId, slug } = tenant;
      const own = ownScopeFromSession({
        ...{ userId: made.userId as string, upn: upn(), displayName: "Ada", objectId: "user-ada", tenantId, roles: [] },
        ...{
          license: "premium_p2" as const,
          tenantSlug: slug,
          tenantName: slug,
          brandName: null,
          createdAt: at,
          expiresAt: at,
        },
      } satisfies Partial<Session> as unknown as Session);
      await answerOwnSignIn(own, { ...known, at }, "notMe");
    },
  ],
  ["users/set-user-disabled", "Disable account", () => setUserDisabled(tenant.scope, { upn: upn(), disabled: true })],
  ["users/reset-second-factor", "Reset second factor", () => resetSecondFactor(tenant.scope, { upn: upn() })],
  ["users/invite-user", "Invite user", () => inviteUser(tenant.scope, { upn: `new-${upn()}`, displayName: "Bo" })],
  ["users/delete-user", "Delete user", () => deleteUser(tenant.scope, { upn: upn() })],
  [
    "clients/create-client",
    "Create API client",
    async () => {
      const client = await createClient(tenant.scope, { name: "poller", permissions: ["AuditLog.Read.All"] });
      made.clientId = client.clientId;
    },
  ],
  [
    "clients/add-client-secret",
    "Add secret to API client",
    () => addClientSecret(tenant.scope, { clientId: made.clientId as string }),
  ],
  [
    "clients/revoke-client-secret",
    "Revoke secret of API client",
    async () => {
      const [row] =
        await site.owner`select secret_id from api_client_secrets where client_id = ${made.clientId as string}`;
      await revokeClientSecret(tenant.scope, { clientId: made.clientId as string, secretId: row?.secret_id });
    },
  ],
  [
    "clients/revoke-client",
    "Revoke API client",
    () => revokeClient(tenant.scope, { clientId: made.clientId as string }),
  ],
  ["settings/set-brand-name", "Change name in the header", () => setBrandName(tenant.scope, { brandName: "Acorn" })],
  ["digest/subscription", "Subscribe to weekly digest", () => subscribeToDigest(asker, "Europe/Oslo")],
  [
    "scim/tokens",
    "Create provisioning token",
    async () => {
      await createProvisioningToken(tenant.scope, { name: "provider" });
    },
  ],
  ["tenants/set-license", "Change license", () => setLicense(tenant.slug, "premium_p1", { now: new Date() })],
  [
    "views/save-view",
    "Share saved view",
    async () => {
      const view = { name: "Odd ones", category: "interactive", query: "status=failure", shared: true } as const;
      made.viewId = (await saveView(asker, view)).viewId;
    },
  ],
  [
    "views/change-view",
    "Change shared view",
    () => changeView(asker, { viewId: made.viewId as string, name: "Odder ones" }),
  ],
  ["views/delete-view", "Delete shared view", () => deleteView(asker, { viewId: made.viewId as string })],
  ["sign-ins/flag-sign-in", "Mark sign-in as safe", () => flagSignIn(asker, known, "safe")],
  ["sign-ins/get-sign-in", "Open sign-in details", () => getSignIn(asker, known)],
  [
    "exports/request-export",
    "Request export bundle",
    async () => {
      const request = { format: "csv", fileName: "Evidence", logs: everyLog(new Date()) } as const;
      made.exportId = await requestExport(asker, request as never);
    },
  ],
  ["exports/change-export", "Cancel export bundle", () => cancelExport(asker, made.exportId as string)],
  ["ingest/retry-rejections", "Retry refused records", () => retryRejections(tenant.scope, { now: new Date() })],
  [
    "ingest/dismiss-rejections",
    "Dismiss refused records",
    () => dismissRejections(tenant.scope, { until: new Date(Date.now() + 1000) }),
  ],
];

/** On record as well; the tests that show it need a file store, a reporting API, or a past. */
const SHOWN_ELSEWHERE: Readonly<Record<string, string>> = {
  "account/change-password": "auth/second-factor.test.ts",
  "account/end-own-sessions": "auth/second-factor.test.ts",
  "account/second-factor": "auth/second-factor.test.ts",
  "password-links/set-password-by-link": "auth/password-links.test.ts",
  "single-sign-on/settings": "auth/single-sign-on.test.ts",
  "single-sign-on/sign-in": "auth/single-sign-on.test.ts",
  "exports/audit-download": "exports/downloads.test.ts",
  "exports/open-download": "exports/downloads.test.ts",
  "exports/sweep-exports": "exports/downloads.test.ts",
  "activities/record-download": "activities/provisioning-files.test.ts",
  "scim/map-group": "scim/requests.test.ts",
  "scim/provision": "scim/requests.test.ts",
  "activities/get-provisioning": "activities/around-pages.test.ts",
  "reports/get-sign-in-report": "reports/sign-ins.test.ts",
  "reports/list-sign-in-report": "reports/sign-ins.test.ts",
  "reports/list-activity-report": "reports/activities.test.ts",
  "retention/apply-retention": "retention/own-time.test.ts",
  "tenants/create-tenant": "tenants/tenants.test.ts",
};

/** What writes and is no change that somebody made in the tenant. */
const NO_CHANGE: Readonly<Record<string, string>> = {
  "audit/record-audit": "is the record itself",
  "account/own-user": "counts guesses of a password",
  "authentication/complete-sign-in": "a sign-in",
  "authentication/lockout": "counts guesses of a password",
  "authentication/one-time-codes": "a code that is used, part of a sign-in",
  "authentication/record-attempts": "brings sign-ins into the log",
  "password-links/request-new-password": "asked for by whoever knows the address; using the link is on record",
  "password-links/send-links": "follows from a request or an invitation",
  "sessions/renew-session": "a sign-in",
  "authentication/sign-in-with-password": "each attempt is a sign-in, not a change",
  "sessions/start-session": "a sign-in",
  "sessions/end-session": "a person signing themselves out",
  "preferences/set-preference": "a choice for one's own pages",
  "tokens/issue-token": "a sign-in of a program",
  "tokens/record-grants": "brings these into the log",
  "tokens/signing-keys": "the installation's, no tenant's",
  "jobs/record-run": "the installation's, no tenant's",
  "digest/send-digests": "follows from a subscription, which is on record",
  "scim/groups": "by way of scim/provision",
  "scim/move-members": "by way of scim/map-group and scim/provision",
  "scim/users": "by way of scim/provision",
  "sources/watch-sources": "follows from what arrives, or does not",
  "denials/send-denial-mail": "follows from an answer, which is on record",
  "exports/build-export": "follows from a request, which is on record",
  "exports/mail-export": "follows from a request, which is on record",
  "exports/process-export": "follows from a request, which is on record",
  "exports/expire-exports": "a bundle's time, which its request says",
  "ingest/ingest-run": "events as they come in",
  "ingest/keyed-request": "events as they come in",
  "ingest/store-activities": "events as they come in",
  "ingest/store-events": "events as they come in",
  "pairs/fold-pairs": "counts what is in the log",
  "pairs/keep-totals": "counts what is in the log",
  "retention/clear-old-pairs": "part of a run, which is on record",
  "retention/forget-old-habits": "part of a run, which is on record",
  "retention/drop-days": "part of a run, which is on record",
  "retention/purge-tenant": "part of a run, which is on record",
  "tenants/delete-tenant": "the log goes with the tenant",
  "unusual/judge-sign-ins": "follows from what is in the log",
};

async function atOfKnown() {
  const [row] = await site.owner`select created_at from sign_ins where tenant_id = ${tenant.tenantId} and id = 'known'`;
  return { at: row?.created_at as Date };
}

const activities = async (): Promise<string[]> => {
  const rows =
    await site.owner`select activity from audit_events where tenant_id = ${tenant.tenantId} order by audit_id`;
  return rows.map(({ activity }) => activity);
};

describe("every change", () => {
  it.each(CHANGES)("%s is on record as “%s”, once", async (_, activity, change) => {
    const before = await activities();
    await change();
    const after = await activities();
    expect(after.slice(before.length).filter((each) => each === activity)).toEqual([activity]);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it("is known here: no verb writes without a line in one of the tables above", () => {
    const listed = new Set([...CHANGES.map(([file]) => file), ...Object.keys({ ...SHOWN_ELSEWHERE, ...NO_CHANGE })]);
    const unknown = writingVerbs().filter((file) => !listed.has(file));
    expect(unknown).toEqual([]);
  });

  it("that another test shows is shown there", () => {
    for (const test of new Set(Object.values(SHOWN_ELSEWHERE))) {
      expect(readFileSync(path.join("tests/integration", test), "utf8"), test).toMatch(/audit/i);
    }
  });
});

const WRITES =
  /^(add|claim|close|delete|enter|expire|finish|insert|purge|record|release|remove|reserve|reset|revoke|set|store|take|update|upsert|write)[A-Z]/;

/** Verbs that import a query which writes, or that enter something into the audit log. */
function writingVerbs(): string[] {
  const root = "lib/services";
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const writing = files.filter((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const imports = [...text.matchAll(/import \{([^}]*)\} from "@\/db\/queries\/[^"]*"/g)];
    const names = imports.flatMap(([, list = ""]) => list.split(",").map((name) => name.trim()));
    return names.some((name) => WRITES.test(name)) || text.includes("recordAudit(");
  });
  return writing.map((file) => file.replaceAll(path.sep, "/").replace(/\.ts$/, "")).sort();
}
