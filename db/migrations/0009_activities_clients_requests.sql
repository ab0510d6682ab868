-- Directory audits and provisioning records that providers send.

-- Received audits stand in the same list as Signbook's own: one order, one set of filters. `record` is the whole audit as
-- it was received (JSON text), null for Signbook's own, whose columns say everything. The keys are lower-cased, for search
-- by prefix. `event_id` is the sender's id; the row's own key is derived from it and the second, so that the same audit
-- sent again finds its row. `hashes` recognise contents that were seen before.
ALTER TABLE audit_events
  ADD COLUMN event_id text COLLATE "C",
  ADD COLUMN correlation_id text COLLATE "C",
  ADD COLUMN operation_type text COLLATE "C",
  ADD COLUMN activity_key text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN actor_keys text[] COLLATE "C" NOT NULL DEFAULT '{}',
  ADD COLUMN target_keys text[] COLLATE "C" NOT NULL DEFAULT '{}',
  ADD COLUMN record text,
  ADD COLUMN hashes uuid[],
  ADD COLUMN notes text[],
  ADD COLUMN received_at timestamptz;
--> statement-breakpoint
UPDATE audit_events SET
  activity_key = lower(activity),
  actor_keys = array_remove(ARRAY[lower(actor_name), lower(actor_upn), lower(actor_id)], NULL),
  target_keys = array_remove(ARRAY[lower(target_name), lower(target_id)], NULL);
--> statement-breakpoint
CREATE INDEX audit_events_by_category ON audit_events (tenant_id, category, at, audit_id);
--> statement-breakpoint
CREATE INDEX audit_events_by_service ON audit_events (tenant_id, service, at, audit_id);
--> statement-breakpoint
CREATE INDEX audit_events_by_activity ON audit_events (tenant_id, activity_key, at, audit_id);
--> statement-breakpoint
CREATE INDEX audit_events_by_actor ON audit_events (tenant_id, actor_id, at, audit_id);
--> statement-breakpoint
CREATE INDEX audit_events_by_event ON audit_events (tenant_id, event_id, at) WHERE event_id IS NOT NULL;
--> statement-breakpoint
CREATE INDEX audit_events_by_correlation ON audit_events (tenant_id, correlation_id, at);
--> statement-breakpoint
-- A received audit may come again with more detail. What Signbook itself recorded is beyond change, whoever asks.
CREATE POLICY only_received_changes ON audit_events AS RESTRICTIVE FOR UPDATE
  USING (record IS NOT NULL) WITH CHECK (record IS NOT NULL);
--> statement-breakpoint

-- One row per provisioning operation: what a service did to an identity in a target system, and how it went. `record` is
-- the whole record with its steps (JSON text). Key, keys and hashes as in audit_events.
CREATE TABLE provisioning_events (
  tenant_id uuid NOT NULL,
  provisioning_id uuid NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  action text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  source_system_id text COLLATE "C",
  source_system_name text,
  target_system_id text COLLATE "C",
  target_system_name text,
  source_identity_id text COLLATE "C",
  source_identity_name text,
  target_identity_id text COLLATE "C",
  target_identity_name text,
  identity_type text,
  initiated_by_id text COLLATE "C",
  initiated_by_name text,
  service_principal_id text COLLATE "C",
  service_principal_name text,
  job_id text COLLATE "C",
  cycle_id text COLLATE "C",
  change_id text COLLATE "C",
  duration_ms integer,
  identity_keys text[] COLLATE "C" NOT NULL,
  record text NOT NULL,
  hashes uuid[] NOT NULL,
  notes text[] NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT provisioning_events_pk PRIMARY KEY (tenant_id, provisioning_id)
);
--> statement-breakpoint
CREATE INDEX provisioning_events_newest ON provisioning_events (tenant_id, at, provisioning_id);
--> statement-breakpoint
CREATE INDEX provisioning_events_by_event ON provisioning_events (tenant_id, event_id, at);
--> statement-breakpoint
CREATE INDEX provisioning_events_by_status ON provisioning_events (tenant_id, status, at, provisioning_id);
--> statement-breakpoint
CREATE INDEX provisioning_events_by_job ON provisioning_events (tenant_id, job_id, at, provisioning_id);
--> statement-breakpoint
CREATE INDEX provisioning_events_by_cycle ON provisioning_events (tenant_id, cycle_id, at);
--> statement-breakpoint
CREATE INDEX provisioning_events_by_change ON provisioning_events (tenant_id, change_id, at);
--> statement-breakpoint
ALTER TABLE provisioning_events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON provisioning_events
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- A secret is told from another by its first characters; when it was last used shows when an old one may go.
ALTER TABLE api_client_secrets ADD COLUMN hint text, ADD COLUMN last_used_at timestamptz;
--> statement-breakpoint

-- One row per answer to a client that asked for a token, until it is a sign-in in the tenant's log. `record` is that
-- sign-in (JSON text). Written in the transaction that looks at the credentials, so that no answer goes unrecorded.
CREATE TABLE token_grants (
  tenant_id uuid NOT NULL,
  grant_id uuid NOT NULL,
  at timestamptz NOT NULL,
  client_id uuid NOT NULL,
  secret_id uuid,
  record text NOT NULL,
  CONSTRAINT token_grants_pk PRIMARY KEY (tenant_id, grant_id)
);
--> statement-breakpoint
ALTER TABLE token_grants ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON token_grants
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- One row per Idempotency-Key of a client's ingest request: under way (no answer yet), or answered. A request under way
-- shows every few seconds that it is alive.
CREATE TABLE ingest_requests (
  tenant_id uuid NOT NULL,
  client_id uuid NOT NULL,
  request_key text COLLATE "C" NOT NULL,
  attempt uuid NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  body_hash bytea,
  answer text,
  CONSTRAINT ingest_requests_pk PRIMARY KEY (tenant_id, client_id, request_key)
);
--> statement-breakpoint
CREATE INDEX ingest_requests_by_age ON ingest_requests (tenant_id, seen_at);
--> statement-breakpoint
ALTER TABLE ingest_requests ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON ingest_requests
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
