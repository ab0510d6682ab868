-- Which users' sign-ins are unusual, judged from committed batches by the worker, so that ingest pays nothing for it.

-- One row per sign-in that is unlike the user's others. `kinds` are the reasons' kinds as bits: 1 country, 2 device,
-- 4 travel, 8 burst. Purged with the sign-in.
CREATE TABLE sign_in_findings (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  created_at timestamptz(0) NOT NULL,
  id text COLLATE "C" NOT NULL,
  kinds smallint NOT NULL,
  reasons json NOT NULL,
  CONSTRAINT sign_in_findings_pk PRIMARY KEY (tenant_id, category, created_at, id)
);
--> statement-breakpoint
-- For retention: where nothing is due it says so at once.
CREATE INDEX sign_in_findings_time ON sign_in_findings (tenant_id, created_at);
--> statement-breakpoint
-- One row per user key: their ways up to now, and their newest sign-ins. `oldest_at` is the oldest time in it: before a
-- tenant's retention there is none.
CREATE TABLE sign_in_habits (
  tenant_id uuid NOT NULL,
  principal_key text COLLATE "C" NOT NULL,
  memory text NOT NULL,
  oldest_at timestamptz NOT NULL,
  CONSTRAINT sign_in_habits_pk PRIMARY KEY (tenant_id, principal_key)
);
--> statement-breakpoint
CREATE INDEX sign_in_habits_oldest ON sign_in_habits (tenant_id, oldest_at);
--> statement-breakpoint
-- One row per tenant: every batch up to this number is judged. Locked by whoever changes habits and findings.
CREATE TABLE sign_in_habit_progress (
  tenant_id uuid NOT NULL,
  through_seq bigint NOT NULL,
  CONSTRAINT sign_in_habit_progress_pk PRIMARY KEY (tenant_id)
);
--> statement-breakpoint
-- A user whose sign-ins from an instant on are to be judged anew. Rows are only added, and taken off when that is done.
CREATE TABLE sign_in_habit_changes (
  tenant_id uuid NOT NULL,
  principal_key text COLLATE "C" NOT NULL,
  change_id uuid NOT NULL,
  since timestamptz NOT NULL,
  CONSTRAINT sign_in_habit_changes_pk PRIMARY KEY (tenant_id, principal_key, change_id)
);
--> statement-breakpoint
-- Who waits longest comes first.
CREATE INDEX sign_in_habit_changes_next ON sign_in_habit_changes (tenant_id, change_id);
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY
    ARRAY['sign_in_findings', 'sign_in_habits', 'sign_in_habit_progress', 'sign_in_habit_changes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format($policy$CREATE POLICY of_tenant ON %I
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$policy$, tenant_table);
  END LOOP;
END $$;
