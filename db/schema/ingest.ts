import { bigint, customType, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One committed ingest transaction. `seq` is given after the commit and orders what sync readers see. */
export const ingestBatches = pgTable(
  "ingest_batches",
  {
    tenantId: uuid("tenant_id").notNull(),
    batchId: uuid("batch_id").notNull(),
    receivedAt: at("received_at").notNull(),
    source: text("source").notNull(),
    accepted: integer("accepted").notNull(),
    updated: integer("updated").notNull(),
    seq: bigint("seq", { mode: "number" }),
  },
  (table) => [primaryKey({ name: "ingest_batches_pk", columns: [table.tenantId, table.batchId] })],
);

/** The last batch number given in a tenant. */
export const ingestSequences = pgTable("ingest_sequences", {
  tenantId: uuid("tenant_id").primaryKey(),
  lastSeq: bigint("last_seq", { mode: "number" }).notNull(),
});

/** One refused record with its reason; `raw` may be cut, `raw_bytes` says how long it was. */
export const ingestRejections = pgTable(
  "ingest_rejections",
  {
    tenantId: uuid("tenant_id").notNull(),
    rejectionId: uuid("rejection_id").notNull(),
    receivedAt: at("received_at").notNull(),
    source: text("source").notNull(),
    recordIndex: integer("record_index").notNull(),
    code: text("code").notNull(),
    message: text("message").notNull(),
    raw: text("raw").notNull(),
    rawBytes: integer("raw_bytes").notNull(),
  },
  (table) => [primaryKey({ name: "ingest_rejections_pk", columns: [table.tenantId, table.rejectionId] })],
);

/** An ingest request that its sender gave a key: under way while it has no answer. */
export const ingestRequests = pgTable(
  "ingest_requests",
  {
    tenantId: uuid("tenant_id").notNull(),
    clientId: uuid("client_id").notNull(),
    requestKey: text("request_key").notNull(),
    /** Who is at it: a request that seems dead may be taken over. */
    attempt: uuid("attempt").notNull(),
    startedAt: at("started_at").notNull(),
    /** When it last showed that it is alive, or when it was answered. */
    seenAt: at("seen_at").notNull(),
    bodyHash: bytea("body_hash"),
    answer: text("answer"),
  },
  (table) => [primaryKey({ name: "ingest_requests_pk", columns: [table.tenantId, table.clientId, table.requestKey] })],
);
