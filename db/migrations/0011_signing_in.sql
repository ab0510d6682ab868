-- Signing in to Signbook itself: what its own log is told, and what guards it.

-- One row per sign-in to Signbook, good or bad, until it is in the tenant's log. `record` is that sign-in (JSON text).
-- Written with the result of the attempt, so that no attempt goes unrecorded. What is refused unseen because the account
-- or the address is locked is one row a minute, counted in `repeats`, and waits until its minute is over (`due_at`).
CREATE TABLE pending_sign_ins (
  tenant_id uuid NOT NULL,
  pending_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  repeats integer NOT NULL,
  record text NOT NULL,
  CONSTRAINT pending_sign_ins_pk PRIMARY KEY (tenant_id, pending_id)
);
--> statement-breakpoint
ALTER TABLE pending_sign_ins ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON pending_sign_ins
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- A session that goes on is a sign-in of its own, once an hour at most: when the log was last told, null before that.
ALTER TABLE sessions ADD COLUMN renewed_at timestamptz;
