/** A tenant's single sign-on as its administrators set it up. */
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  deleteSingleSignOn,
  readSingleSignOn,
  type SingleSignOnRow,
  writeSingleSignOn,
} from "@/db/queries/single-sign-on";
import { seal, unseal } from "@/lib/access/sealed";
import { log } from "@/lib/log";
import type { AuditChange } from "@/lib/model/audit";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { type ProviderClient, redirectUri, testProvider } from "./provider";

export interface SingleSignOn {
  issuer: string;
  clientId: string;
  createUsers: boolean;
  testedAt: Date;
}

export interface SingleSignOnPage {
  /** What the provider has to be told. */
  redirectUri: string;
  settings: SingleSignOn | null;
}

export interface NewSingleSignOn {
  issuer: string;
  clientId: string;
  /** Empty keeps the one that is stored, for the same issuer and client. */
  clientSecret: string;
  createUsers: boolean;
}

const LONGEST_REASON = 300;

const input = z.object({
  issuer: z
    .string()
    .trim()
    .max(500, "Issuer: at most 500 characters.")
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: "Issuer: the address of the provider, such as https://login.example.com.",
      abort: true,
    })
    .refine((text) => !/[?#@]/.test(text), "Issuer: an address without ?, # and @."),
  clientId: z.string().trim().min(1, "Client id: it must not be empty.").max(300, "Client id: at most 300 characters."),
  clientSecret: z.string().max(1000, "Client secret: at most 1000 characters."),
  createUsers: z.boolean(),
});

/** @throws ForbiddenError without `tenant:manage`; UnavailableError. */
export async function getSingleSignOn(scope: TenantScope): Promise<SingleSignOnPage> {
  authorize(scope, "tenant:manage");
  const row = await inTenant(appDatabase().db, scope, readSingleSignOn);
  if (!row) return { redirectUri: redirectUri(), settings: null };
  const { issuer, clientId, createUsers, testedAt } = row;
  return { redirectUri: redirectUri(), settings: { issuer, clientId, createUsers, testedAt } };
}

/**
 * Sets single sign-on up, or changes it. The provider is asked first: nothing is stored that could not work.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError, also with what the provider did not do.
 */
export async function saveSingleSignOn(scope: TenantScope, given: NewSingleSignOn, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  const { issuer, clientId, clientSecret, createUsers } = parseInput(input, given);
  const { db } = appDatabase();
  const before = await inTenant(db, scope, readSingleSignOn);
  const isSame = before?.issuer === issuer && before.clientId === clientId;
  // A stored secret never goes to another provider than the one that it was meant for.
  const secret = clientSecret || (isSame ? secretOf(scope.tenantId, before) : undefined);
  if (!secret) throw new InvalidInputError({ clientSecret: "Client secret: it must not be empty." });
  await requireWorking({ issuer, clientId, clientSecret: secret });
  const after = { issuer, clientId, createUsers, testedAt: now };
  await inTenant(db, scope, async (tenant) => {
    const clientSecretEncrypted = seal("single-sign-on", secret, scope.tenantId);
    await writeSingleSignOn(tenant, { ...after, clientSecretEncrypted });
    const changes = changesBetween(before, after, clientSecret !== "");
    await recordAudit(tenant, scope, { ...activity(scope, "Set single sign-on"), changes }, now);
  });
}

/** Turns single sign-on off. @throws ForbiddenError without `tenant:manage`; UnavailableError. */
export async function removeSingleSignOn(scope: TenantScope, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const before = await readSingleSignOn(tenant);
    if (!before || !(await deleteSingleSignOn(tenant))) return;
    const changes = [{ property: "Issuer", before: before.issuer, after: null }];
    await recordAudit(tenant, scope, { ...activity(scope, "Remove single sign-on"), changes }, now);
  });
}

/** The provider of a row, with its secret; undefined when that was sealed under another AUTH_SECRET. */
export function providerOf(tenantId: string, row: SingleSignOnRow): ProviderClient | undefined {
  const clientSecret = secretOf(tenantId, row);
  return clientSecret === undefined ? undefined : { issuer: row.issuer, clientId: row.clientId, clientSecret };
}

function secretOf(tenantId: string, { clientSecretEncrypted }: SingleSignOnRow): string | undefined {
  return unseal("single-sign-on", clientSecretEncrypted, tenantId);
}

async function requireWorking(client: ProviderClient): Promise<void> {
  try {
    await testProvider(client);
  } catch (error) {
    log.info({ err: error, issuer: client.issuer }, "A provider of single sign-on did not pass its test");
    const reason = innermost(error as Error).message.slice(0, LONGEST_REASON);
    throw new InvalidInputError({ issuer: `Issuer: the provider could not be used. ${reason}` });
  }
}

/** The client library wraps what happened into words that say nothing; what it was stands at the end of the causes. */
function innermost(error: Error): Error {
  return error.cause instanceof Error && error.cause.message !== "" ? innermost(error.cause) : error;
}

function activity({ tenantId, tenantName }: TenantScope, name: string) {
  const target = { type: "Single sign-on", id: tenantId, name: tenantName };
  return { activity: name, category: "Policy" as const, target };
}

function changesBetween(
  before: SingleSignOnRow | undefined,
  after: Omit<SingleSignOnRow, "clientSecretEncrypted">,
  secretChanged: boolean,
): AuditChange[] {
  const yesNo = (value: boolean | undefined) => (value === undefined ? null : value ? "Yes" : "No");
  const all = [
    { property: "Issuer", before: before?.issuer ?? null, after: after.issuer },
    { property: "Client id", before: before?.clientId ?? null, after: after.clientId },
    { property: "Creates accounts", before: yesNo(before?.createUsers), after: yesNo(after.createUsers) },
  ];
  const secret = { property: "Client secret", before: before ? "(hidden)" : null, after: "(hidden, changed)" };
  return [...all.filter((change) => change.before !== change.after), ...(secretChanged ? [secret] : [])];
}
