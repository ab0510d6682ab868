-- What a run of a recurring job removed, by table: for operators and metrics. Null where a job removes nothing by nature.
ALTER TABLE job_runs ADD COLUMN removed jsonb;
--> statement-breakpoint
-- Retention looks for old batches; without it each look would read all of a tenant's.
CREATE INDEX ingest_batches_received ON ingest_batches (tenant_id, received_at);
