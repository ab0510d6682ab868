-- What administrators see of the tenant's people, and what they set for it.
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
