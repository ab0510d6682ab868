/**
 * Looks which sources are silent for longer than their habit, and tells the administrators of each once. The row of a
 * silence is there before its mail is sent and done after it: a repetition, when a worker dies between the two, has the
 * same Message-ID.
 */
import { inTenant, outsideTenants, type TenantTransaction } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { listClientRows } from "@/db/queries/clients";
import {
  endSilence,
  finishSilenceMail,
  insertSilence,
  type LastArrival,
  lastArrivals,
  openSilences,
  readHabit,
  type SilenceRow,
  takeSilenceMail,
} from "@/db/queries/silences";
import { selectTenants, type TenantRow } from "@/db/queries/tenants";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { MailRefusedError, sendMail } from "@/lib/mail/send-mail";
import { DAY_MS } from "@/lib/model/retention";
import { SILENCE_LIMITS } from "@/lib/model/silence-limits";
import { clientOfSource, isSilent } from "@/lib/model/sources";
import { administratorsToTell } from "../users/administrators-to-tell";
import { silenceMail } from "./silence-mail";

/** An attempt that takes longer has died. */
const HELD_MS = 10 * 60_000;
const FIRST_DELAY_MS = 5 * 60_000;
const LONGEST_DELAY_MS = 2 * 3_600_000;
const LONGEST_OUTCOME = 300;

/** @returns a sentence on what was found. Needs the owner's connection, to know every tenant. */
export async function watchSources({ now }: { now: Date }): Promise<string> {
  const tenants = await outsideTenants(() => selectTenants(ownerDatabase().db));
  let noticed = 0;
  let sent = 0;
  for (const row of tenants) {
    const { tenantId } = row;
    noticed += await inTenant(appDatabase().db, { tenantId }, (tenant) => noticeSilences(tenant, now));
    sent += await tellSilences(row, now);
  }
  return `Noticed ${noticed} silent sources and sent ${sent} mails.`;
}

async function noticeSilences(tenant: TenantTransaction, now: Date): Promise<number> {
  const sources = await watchedSources(tenant);
  const lastOf = new Map(sources.map(({ source, lastAt }) => [source, lastAt]));
  const open = await openSilences(tenant);
  for (const silence of open) {
    const lastAt = lastOf.get(silence.source);
    if (!lastAt || lastAt > silence.since) await endSilence(tenant, silence, lastAt ?? now);
  }
  let noticed = 0;
  for (const { source, lastAt } of sources) {
    if (now.getTime() - lastAt.getTime() < SILENCE_LIMITS.leastMinutes * 60_000) continue;
    if (open.some((silence) => silence.source === source && silence.since.getTime() === lastAt.getTime())) continue;
    // Of the two weeks before it fell silent: while it is, its habit does not fade.
    const habit = await readHabit(tenant, source, new Date(lastAt.getTime() - SILENCE_LIMITS.habitDays * DAY_MS));
    if (!habit || !isSilent(habit, now)) continue;
    const habitSeconds = Math.round(habit.longestPauseMs / 1000);
    if (await insertSilence(tenant, { source, since: lastAt, habitSeconds, noticedAt: now })) noticed++;
  }
  return noticed;
}

/** Clients that were revoked fall silent by intention, and retried records come whenever somebody retries them. */
async function watchedSources(tenant: TenantTransaction): Promise<LastArrival[]> {
  const sources = await lastArrivals(tenant);
  const live = new Set((await listClientRows(tenant)).filter(({ revokedAt }) => !revokedAt).map(({ name }) => name));
  return sources.filter(({ source }) => {
    const client = clientOfSource(source);
    return client === undefined ? !UNWATCHED.has(source) : live.has(client);
  });
}

/** `http` is what batches of any client were called before each had a source of its own. */
const UNWATCHED: ReadonlySet<string> = new Set(["retry", "http"]);

async function tellSilences(organisation: TenantRow, now: Date): Promise<number> {
  const { tenantId } = organisation;
  const work = <T>(run: (tenant: TenantTransaction) => Promise<T>) => inTenant(appDatabase().db, { tenantId }, run);
  const due = (await work(openSilences)).filter(({ retryAt }) => retryAt !== null && retryAt <= now);
  let sent = 0;
  for (const silence of due) {
    const heldUntil = new Date(now.getTime() + HELD_MS);
    const attempts = await work((tenant) => takeSilenceMail(tenant, silence, { now, heldUntil }));
    if (attempts === undefined) continue;
    const to = await work(administratorsToTell);
    const { outcome, retryAt } = await attempt(organisation, silence, { to, attempts, now });
    await work((tenant) => finishSilenceMail(tenant, silence, { outcome, retryAt }));
    if (outcome === SENT) sent++;
  }
  return sent;
}

const SENT = "sent";

interface Attempt {
  to: { name: string; address: string }[];
  /** How often it was tried before. */
  attempts: number;
  now: Date;
}

async function attempt(
  organisation: TenantRow,
  silence: SilenceRow,
  { to, attempts, now }: Attempt,
): Promise<Pick<SilenceRow, "outcome" | "retryAt">> {
  if (to.length === 0) return { outcome: "Nobody in the organisation is there to be told.", retryAt: null };
  try {
    await sendMail(silenceMail(organisation, silence, { to, appUrl: env().APP_URL }));
    return { outcome: SENT, retryAt: null };
  } catch (error) {
    const outcome = (error as Error).message.slice(0, LONGEST_OUTCOME);
    if (error instanceof MailRefusedError) return { outcome, retryAt: null };
    log.warn(
      { err: error, tenantId: organisation.tenantId, attempts },
      "A mail about a silent source could not be sent",
    );
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts, 10));
    return { outcome, retryAt: new Date(now.getTime() + delay) };
  }
}
