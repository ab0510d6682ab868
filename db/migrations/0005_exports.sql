-- Export bundles: what was asked for and what became of it, and who downloaded what.

-- An event that changes after an export was asked for is still part of it; one that comes in later is not. So a changed
-- event remembers the batch that brought it. NULL while `batch_id` is that batch: events that never change cost nothing.
ALTER TABLE sign_ins ADD COLUMN first_batch_id uuid;
--> statement-breakpoint

-- One row per export. The row is the truth; the queue only says "look at this row".
-- `logs` are the questions as they were asked, with their instants; `through_seq` is the last batch that belongs to it.
-- `claim_token` names the one attempt that may write to the row; `permissions` and `license` are what the bundle shows,
-- which whoever downloads it must have.
CREATE TABLE exports (
  tenant_id uuid NOT NULL,
  export_id uuid NOT NULL,
  requester_id uuid NOT NULL,
  requester_name text NOT NULL,
  requester_upn text COLLATE "C" NOT NULL,
  asked_at timestamptz NOT NULL,
  format text COLLATE "C" NOT NULL,
  file_name text NOT NULL,
  logs jsonb NOT NULL,
  through_seq bigint NOT NULL,
  record_cap integer NOT NULL,
  part integer NOT NULL,
  status text COLLATE "C" NOT NULL,
  claim_token uuid,
  heartbeat_at timestamptz,
  retry_at timestamptz,
  takeovers integer NOT NULL,
  failures integer NOT NULL,
  failure text,
  started_at timestamptz,
  finished_at timestamptz,
  files jsonb NOT NULL,
  permissions text[],
  license text,
  file_key text COLLATE "C",
  bytes bigint,
  sha256 text COLLATE "C",
  expires_at timestamptz,
  mail_attempts integer NOT NULL,
  mail_failure text,
  mailed_at timestamptz,
  CONSTRAINT exports_pk PRIMARY KEY (tenant_id, export_id),
  CONSTRAINT exports_format CHECK (format IN ('csv', 'json')),
  CONSTRAINT exports_status CHECK (status IN ('queued', 'running', 'mailing', 'ready', 'failed', 'cancelled', 'expired'))
);
--> statement-breakpoint
CREATE INDEX exports_unfinished ON exports (tenant_id, status, export_id) WHERE status IN ('queued', 'running', 'mailing');
--> statement-breakpoint

-- One row per download of a bundle by one person; resumed and parallel ranges join it. `covered` are the bytes handed
-- out at least once. Entered into the audit log when it is complete, or when nobody has gone on with it for a while.
CREATE TABLE export_downloads (
  tenant_id uuid NOT NULL,
  download_id uuid NOT NULL,
  export_id uuid NOT NULL,
  user_id uuid NOT NULL,
  user_name text NOT NULL,
  user_upn text COLLATE "C" NOT NULL,
  ip_text text COLLATE "C",
  request_id text COLLATE "C",
  started_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  bytes_sent bigint NOT NULL,
  covered int8multirange NOT NULL,
  completed_at timestamptz,
  audited_at timestamptz,
  CONSTRAINT export_downloads_pk PRIMARY KEY (tenant_id, download_id)
);
--> statement-breakpoint
CREATE INDEX export_downloads_of_export ON export_downloads (tenant_id, export_id, started_at);
--> statement-breakpoint
CREATE INDEX export_downloads_open ON export_downloads (tenant_id, last_at) WHERE audited_at IS NULL;
--> statement-breakpoint
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON exports
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint
ALTER TABLE export_downloads ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON export_downloads
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
