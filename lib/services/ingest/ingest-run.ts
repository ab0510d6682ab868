/** One run of ingest: what was understood and waits to be stored, what was refused, and the count of both. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { isMissingPartition } from "@/db/errors";
import { numberBatches } from "@/db/queries/ingest/batches";
import { insertRejections, type NewRejection } from "@/db/queries/ingest/rejections";
import { UnavailableError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { Rejection, RejectionCode } from "@/lib/model/sign-in-record";
import { tenantsNamedBy } from "@/lib/records/normalise";
import { capRawText } from "@/lib/records/raw-record";
import type { RawRecord } from "@/lib/records/read-body";
import { isActivity, type UnderstoodRecord, understand } from "@/lib/records/understand";
import { type Arrival, arrivalOf, recordOf } from "./arrival";
import { checkTime, provisioningWindow, type TimeWindow, timeWindow } from "./check-event";
import { ensureDays, forgetDays } from "./ensure-days";
import { type ActivityArrival, activityArrivalOf, MAX_ACTIVITIES_PER_BATCH, storeActivities } from "./store-activities";
import { MAX_EVENTS_PER_BATCH, type StoreCounts, storeArrivals } from "./store-events";
import { TenantClaims } from "./tenant-claims";
import { utcDay } from "./utc-day";
import { WaitingTexts } from "./waiting-texts";

export interface IngestError {
  index: number;
  code: RejectionCode;
  message: string;
}

/** The four numbers add up to the records read. */
export interface IngestResult extends StoreCounts {
  rejected: number;
  errors: IngestError[];
  /** Rejections beyond {@link MAX_ERRORS_LISTED} are counted and kept, but not listed in the answer. */
  errorsNotListed: number;
}

/**
 * Of what a batch holds until it is stored. With what its reader holds this stays within what the budget of bodies counts
 * for one (`lib/web/read-body.ts`).
 */
const MAX_BYTES_HELD = 7 * 1024 * 1024;
/** What the columns of an event take beside its rest, about. */
const COLUMN_BYTES = 1024;
/** So many records wait with their texts for a look-up of the directories they name, which as a rule are all the same. */
const CLAIMS_AT_ONCE = 20;
const MAX_ERRORS_LISTED = 10_000;
/** After how long to come again while a day is being removed. */
const REMOVAL_SECONDS = 60;

export interface IngestOptions {
  /** Where the records came from, for operators: `http`, a file's name. */
  source: string;
  now?: Date;
  /** Keep refused records for later; false when they are being retried and are kept already. */
  keepRejections?: boolean;
  /** Changes an understood event before it is checked, such as moving its time. */
  transform?: (event: UnderstoodRecord) => UnderstoodRecord;
  onProgress?: (soFar: IngestResult) => void;
}

interface RecordText {
  index: number;
  raw: string;
  rawBytes: number;
}

/** An arrival whose directory names have to be looked up before it may be stored. */
interface Claimed {
  arrival: Arrival | ActivityArrival;
  names: readonly string[];
  text: RecordText;
}

/** An arrival with the place of its record. */
interface Pending {
  arrival: Arrival;
  index: number;
}

export class IngestRun {
  readonly result: IngestResult = {
    ...{ accepted: 0, updated: 0, duplicates: 0, rejected: 0 },
    errors: [],
    errorsNotListed: 0,
  };
  readonly #now: Date;
  readonly #startedAt = performance.now();
  #window: TimeWindow;
  readonly #claims: TenantClaims;
  /** Ready to be stored. The records that they came from are not held: they are many times as large. */
  #pending: Pending[] = [];
  readonly #texts = new WaitingTexts();
  #activities: ActivityArrival[] = [];
  #claimed: Claimed[] = [];
  #rejections: NewRejection[] = [];
  #bytesHeld = 0;
  #stored = false;
  /** True while storing is under way, and from its failure on. */
  storingFailed = false;

  constructor(
    private readonly scope: TenantScope,
    private readonly options: IngestOptions,
  ) {
    this.#now = options.now ?? new Date();
    this.#window = timeWindow(scope, this.#now);
    this.#claims = new TenantClaims(scope);
  }

  /** Bounded by bytes as well: several bodies of large records are in memory at once. */
  get isFull(): boolean {
    return (
      this.#pending.length >= MAX_EVENTS_PER_BATCH ||
      this.#activities.length >= MAX_ACTIVITIES_PER_BATCH ||
      this.#rejections.length >= MAX_EVENTS_PER_BATCH ||
      this.#bytesHeld >= MAX_BYTES_HELD
    );
  }

  get asksForNames(): boolean {
    return this.#claimed.length >= CLAIMS_AT_ONCE;
  }

  take(record: RawRecord): void {
    const refusal = this.#understand(record);
    if (refusal) this.#reject(record, refusal);
  }

  #understand(record: RawRecord): Rejection | undefined {
    if ("rejection" in record) return record.rejection;
    const understood = understand(record.value, record.isStorable);
    if ("rejection" in understood) return understood.rejection;
    const event = this.options.transform ? this.options.transform(understood) : understood;
    const refusal = checkTime(event, this.#windowOf(event));
    if (refusal) return refusal;
    const arrival = isActivity(event) ? activityArrivalOf(event) : arrivalOf(event, this.#texts);
    const names = tenantsNamedBy(record.value);
    if (this.#claims.knows(names)) return this.#admit(arrival, record.index, names);
    const { index, raw, rawBytes } = record;
    this.#claimed.push({ arrival, names, text: { index, raw, rawBytes } });
    return undefined;
  }

  /** Provisioning records are kept for a time of their own. */
  #windowOf(event: UnderstoodRecord): TimeWindow {
    return isActivity(event) && event.kind === "provisioning" ? provisioningWindow(this.#now) : this.#window;
  }

  /** @param names all of them known */
  #admit(arrival: Arrival | ActivityArrival, index: number, names: readonly string[]): Rejection | undefined {
    const refusal = this.#foreign(names);
    if (refusal) return refusal;
    if ("kind" in arrival) this.#activities.push(arrival);
    else this.#pending.push({ arrival, index });
    this.#bytesHeld += ("kind" in arrival ? arrival.record : arrival.rest).length + COLUMN_BYTES;
    return undefined;
  }

  /** Looks up the directories that records name, and decides on those records. */
  async settleClaims(): Promise<void> {
    if (this.#claimed.length === 0) return;
    const claimed = this.#claimed;
    this.#claimed = [];
    this.storingFailed = true;
    await this.#claims.learn(claimed.flatMap(({ names }) => names));
    this.storingFailed = false;
    for (const { arrival, names, text } of claimed) {
      const refusal = this.#admit(arrival, text.index, names);
      if (refusal) this.#reject(text, refusal);
    }
  }

  /** Stores what is pending and keeps what was refused. */
  async flush(): Promise<void> {
    await this.settleClaims();
    this.storingFailed = true;
    const [pending, activities] = [this.#pending, this.#activities];
    this.#pending = [];
    this.#activities = [];
    this.#bytesHeld = 0;
    if (pending.length > 0) await this.#store(pending);
    // Not after a failure: then nobody knows who still has them.
    this.#texts.release();
    if (activities.length > 0) this.#count(await storeActivities(this.scope, activities, this.#now));
    await this.#keepRejections();
    this.storingFailed = false;
    this.options.onProgress?.(this.result);
  }

  /** Numbers the batches now committed, so that sync readers see them. */
  async finish(): Promise<void> {
    if (this.#stored) await inTenant(appDatabase().db, this.scope, numberBatches);
  }

  #foreign(names: readonly string[]): Rejection | undefined {
    const foreign = this.#claims.foreign(names);
    if (foreign === undefined) return undefined;
    const message = `The record names ${foreign}, another tenant than the one it was sent to.`;
    return { code: "other_tenant", message };
  }

  async #store(pending: readonly Pending[]): Promise<void> {
    this.#count(await this.#storeOrRefuse(pending));
    this.#stored = true;
  }

  #count(counts: StoreCounts): void {
    this.result.accepted += counts.accepted;
    this.result.updated += counts.updated;
    this.result.duplicates += counts.duplicates;
  }

  /** Retention may remove a day between the check and the insert: what is too old by then is refused, the rest stored. */
  async #storeOrRefuse(pending: readonly Pending[]): Promise<StoreCounts> {
    const kept = this.#refuseExpired(pending);
    try {
      return await this.#storeNow(kept);
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      forgetDays();
    }
    try {
      return await this.#storeNow(this.#refuseExpired(kept));
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      // The license was raised while a day that it brings back is on its way out.
      throw new UnavailableError("A day of these events is being removed.", REMOVAL_SECONDS, { cause: error });
    }
  }

  async #storeNow(pending: readonly Pending[]): Promise<StoreCounts> {
    const arrivals = pending.map(({ arrival }) => arrival);
    await ensureDays(new Set(arrivals.map(({ createdAt }) => utcDay(createdAt))));
    return storeArrivals(this.scope, arrivals, { source: this.options.source, now: this.#now });
  }

  /** A midnight may have passed since a record was checked; its text is gone by then, so what it became is kept. */
  #refuseExpired(pending: readonly Pending[]): readonly Pending[] {
    const { from } = timeWindow(this.scope, new Date(this.#now.getTime() + performance.now() - this.#startedAt));
    if (from <= this.#window.from) return pending;
    this.#window = { ...this.#window, from };
    return pending.filter(({ arrival, index }) => {
      const refusal = checkTime(arrival, this.#window);
      if (!refusal) return true;
      const raw = JSON.stringify({ id: arrival.id, ...recordOf(arrival, arrival.category) });
      this.#reject({ index, raw: capRawText(raw, Buffer.byteLength(raw)), rawBytes: Buffer.byteLength(raw) }, refusal);
      return false;
    });
  }

  #reject(record: RecordText, { code, message }: Rejection): void {
    const { index: recordIndex, raw, rawBytes } = record;
    this.result.rejected++;
    this.#bytesHeld += raw.length;
    if (this.result.errors.length < MAX_ERRORS_LISTED) this.result.errors.push({ index: recordIndex, code, message });
    else this.result.errorsNotListed++;
    this.#rejections.push({
      ...{ receivedAt: this.#now, source: this.options.source, recordIndex },
      ...{ code, message, raw, rawBytes },
    });
  }

  async #keepRejections(): Promise<void> {
    const rejections = this.#rejections;
    this.#rejections = [];
    if (rejections.length === 0 || this.options.keepRejections === false) return;
    await inTenant(appDatabase().db, this.scope, (tenant) => insertRejections(tenant, rejections));
  }
}
