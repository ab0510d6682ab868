-- What administrators see of the tenant's people, what they set for it, and the mails that an answer to one's own sign-in
-- causes.
ALTER TABLE users ADD COLUMN last_sign_in_at timestamptz;
--> statement-breakpoint
-- The name as it is searched for and ordered by; made by the database, so that whoever writes a name cannot forget it.
ALTER TABLE users ADD COLUMN name_key text COLLATE "C" GENERATED ALWAYS AS (lower(display_name)) STORED;
--> statement-breakpoint
CREATE INDEX users_by_name ON users (tenant_id, name_key, user_id);
--> statement-breakpoint
-- What a tenant's administrators set for everybody in it: at most one row per tenant.
CREATE TABLE tenant_settings (
  tenant_id uuid NOT NULL,
  brand_name text,
  changed_at timestamptz NOT NULL,
  CONSTRAINT tenant_settings_pk PRIMARY KEY (tenant_id)
);
--> statement-breakpoint
ALTER TABLE tenant_settings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON tenant_settings
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint
-- A mail to the tenant's administrators about a sign-in that its person does not recognise: one row per such answer, made
-- with it. The queue carries its id only. While a worker sends it, the row carries the worker's token.
CREATE TABLE denial_mails (
  tenant_id uuid NOT NULL,
  mail_id uuid NOT NULL,
  denied_at timestamptz NOT NULL,
  user_id uuid NOT NULL,
  user_upn text NOT NULL,
  user_name text NOT NULL,
  category smallint NOT NULL,
  created_at timestamptz NOT NULL,
  sign_in_id text NOT NULL,
  status text NOT NULL,
  attempts integer NOT NULL,
  due_at timestamptz NOT NULL,
  sent_at timestamptz,
  failure text,
  CONSTRAINT denial_mails_pk PRIMARY KEY (tenant_id, mail_id),
  CONSTRAINT denial_mails_status CHECK (status IN ('due', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE INDEX denial_mails_due ON denial_mails (tenant_id, due_at) WHERE status = 'due';
--> statement-breakpoint
ALTER TABLE denial_mails ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON denial_mails
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
