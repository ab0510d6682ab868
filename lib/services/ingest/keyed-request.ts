/**
 * Requests that their sender gave a key: the same one sent again gets the first answer again, with the first counts,
 * although its records would be duplicates by now.
 */
import { v4 as uuidv4 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  answerRequest,
  claimRequest,
  type RequestAddress,
  readRequest,
  releaseRequest,
  type StoredRequest,
  showRequestAlive,
} from "@/db/queries/ingest/requests";
import { log } from "@/lib/log";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/** An answer is given again for so long. */
export const ANSWER_KEPT_MS = DAY_MS;
/** How often a request under way shows that it is alive, and when it is taken for dead. */
const ALIVE_EVERY_MS = 5_000;
export const DEAD_AFTER_MS = 30_000;

export type KeyedRequest =
  /** Ours to answer: exactly one of the two is to be called. */
  | { state: "claimed"; answer: (bodyHash: Buffer, text: string) => Promise<void>; release: () => Promise<void> }
  | { state: "underWay" }
  | { state: "answered"; bodyHash: Buffer; text: string };

/**
 * Claims a key of the scope's client.
 * @throws ForbiddenError without `signIns:write`; UnavailableError.
 */
export async function openKeyedRequest(scope: TenantScope, key: string, now = new Date()): Promise<KeyedRequest> {
  authorize(scope, "signIns:write");
  const address = { clientId: clientOf(scope), requestKey: key };
  const attempt = uuidv4();
  const times = {
    now,
    deadSince: new Date(now.getTime() - DEAD_AFTER_MS),
    forgottenSince: new Date(now.getTime() - ANSWER_KEPT_MS),
  };
  const found = await inTenant(appDatabase().db, scope, async (tenant) =>
    (await claimRequest(tenant, address, attempt, times)) ? "claimed" : readRequest(tenant, address),
  );
  return found === "claimed" ? claimed(scope, address, attempt) : held(found);
}

/** One that was given back between the two looks is under way for this asker: the next try finds it free. */
function held(found: StoredRequest | undefined): KeyedRequest {
  if (!found || found.answer === null || found.bodyHash === null) return { state: "underWay" };
  return { state: "answered", bodyHash: found.bodyHash, text: found.answer };
}

function claimed(scope: TenantScope, address: RequestAddress, attempt: string): KeyedRequest {
  const { db } = appDatabase();
  const alive = setInterval(() => {
    inTenant(db, scope, (tenant) => showRequestAlive(tenant, address, attempt, new Date())).catch(
      // It stays alive as long as one of several succeeds.
      (error: unknown) => log.debug({ err: error }, "a request could not show that it is alive"),
    );
  }, ALIVE_EVERY_MS);
  alive.unref();
  /** What was stored is stored, whatever becomes of the key: dead ones are taken over. */
  const finish = async (work: () => Promise<void>) => {
    clearInterval(alive);
    await work().catch((error: unknown) => log.warn({ err: error }, "the answer to a request could not be kept"));
  };
  return {
    state: "claimed",
    answer: (bodyHash, text) =>
      finish(() =>
        inTenant(db, scope, (tenant) =>
          answerRequest(tenant, address, attempt, { bodyHash, answer: text, now: new Date() }),
        ),
      ),
    release: () => finish(() => inTenant(db, scope, (tenant) => releaseRequest(tenant, address, attempt))),
  };
}

function clientOf({ actor, tenantId }: TenantScope): string {
  return actor.kind === "client" ? actor.id : tenantId;
}
