-- What people and programs did in a tenant, and what people said about single sign-ins.

-- One row per activity, never changed. Written in the transaction of what it records, where there is one.
-- `once_key` makes repetitions of the same one row (opening the same record again within the hour).
CREATE TABLE audit_events (
  tenant_id uuid NOT NULL,
  audit_id uuid NOT NULL,
  at timestamptz NOT NULL,
  service text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  activity text COLLATE "C" NOT NULL,
  result text COLLATE "C" NOT NULL,
  result_reason text,
  actor_kind text COLLATE "C" NOT NULL,
  actor_id text COLLATE "C",
  actor_name text NOT NULL,
  actor_upn text COLLATE "C",
  ip_text text COLLATE "C",
  request_id text COLLATE "C",
  target_type text COLLATE "C",
  target_id text COLLATE "C",
  target_name text,
  changes jsonb NOT NULL,
  details jsonb NOT NULL,
  once_key text COLLATE "C",
  CONSTRAINT audit_events_pk PRIMARY KEY (tenant_id, audit_id),
  CONSTRAINT audit_events_once UNIQUE (tenant_id, once_key)
);
--> statement-breakpoint
CREATE INDEX audit_events_newest ON audit_events (tenant_id, at, audit_id);
--> statement-breakpoint

-- One row per sign-in that somebody judged: `verdict` is an administrator's (compromised, safe), `answer` is the
-- user's own (me, notMe). The sign-in itself stays as it came. Purged with it.
CREATE TABLE sign_in_marks (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  created_at timestamptz(0) NOT NULL,
  id text COLLATE "C" NOT NULL,
  verdict text COLLATE "C",
  verdict_at timestamptz,
  verdict_by_id text COLLATE "C",
  verdict_by_name text,
  answer text COLLATE "C",
  answered_at timestamptz,
  CONSTRAINT sign_in_marks_pk PRIMARY KEY (tenant_id, category, created_at, id)
);
--> statement-breakpoint
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON audit_events
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint
ALTER TABLE sign_in_marks ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON sign_in_marks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
