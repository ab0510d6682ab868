-- What a user chose for their own pages: one row per user and thing chosen. A convenience, never a right.
CREATE TABLE user_preferences (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  value jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT user_preferences_pk PRIMARY KEY (tenant_id, user_id, name)
);
--> statement-breakpoint
ALTER TABLE user_preferences ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON user_preferences
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
