-- Sources that have been silent for longer than their habit: one row per silence, named by the last arrival before it. Its
-- mail is due while `retry_at` is set. `ended_at`: the first arrival after it.
CREATE TABLE source_silences (
  tenant_id uuid NOT NULL,
  source text COLLATE "C" NOT NULL,
  since timestamptz NOT NULL,
  habit_seconds integer NOT NULL,
  noticed_at timestamptz NOT NULL,
  ended_at timestamptz,
  attempts integer NOT NULL,
  retry_at timestamptz,
  outcome text,
  CONSTRAINT source_silences_pk PRIMARY KEY (tenant_id, source, since)
);
--> statement-breakpoint
CREATE INDEX source_silences_open ON source_silences (tenant_id, since) WHERE ended_at IS NULL;
--> statement-breakpoint
ALTER TABLE source_silences ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON source_silences
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint
-- The arrivals of a source in order: one entry per batch, so up to 5,000 sign-ins share it.
CREATE INDEX ingest_batches_source ON ingest_batches (tenant_id, source, received_at);
