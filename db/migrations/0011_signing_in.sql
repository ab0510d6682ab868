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
--> statement-breakpoint

-- One row per user who has set up one-time codes. The secret is encrypted with a key from AUTH_SECRET; it counts once it is
-- confirmed by a code. A time step is accepted once: `last_step` only grows.
CREATE TABLE second_factors (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  secret_encrypted bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL,
  CONSTRAINT second_factors_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT second_factors_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON second_factors
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- Codes for whoever has lost the phone: random, shown once, stored as hashes, each good for one sign-in and then removed.
CREATE TABLE recovery_codes (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  CONSTRAINT recovery_codes_pk PRIMARY KEY (tenant_id, user_id, code_hash),
  CONSTRAINT recovery_codes_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON recovery_codes
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- A browser in which the user has signed in before, by the hash of the secret in its cookie: strangers' guesses do not
-- lock it out.
CREATE TABLE known_devices (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  device_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  CONSTRAINT known_devices_pk PRIMARY KEY (tenant_id, user_id, device_hash),
  CONSTRAINT known_devices_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX known_devices_by_use ON known_devices (tenant_id, last_used_at);
--> statement-breakpoint
ALTER TABLE known_devices ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON known_devices
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- One row per link sent by mail by which somebody sets a password: an invitation, or because they have forgotten theirs. The
-- secret in the link is derived from the row's id with a key of the installation, so nothing here opens anything. Used once.
-- `mail_due_at` is when the mail about it is to be sent (again); null when it has been sent or given up.
CREATE TABLE password_links (
  tenant_id uuid NOT NULL,
  link_id uuid NOT NULL,
  user_id uuid NOT NULL,
  purpose text NOT NULL,
  invited_by text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  mail_due_at timestamptz,
  mail_attempts integer NOT NULL,
  mailed_at timestamptz,
  mail_failure text,
  CONSTRAINT password_links_pk PRIMARY KEY (tenant_id, link_id),
  CONSTRAINT password_links_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE,
  CONSTRAINT password_links_purpose CHECK (purpose IN ('invitation', 'forgotten'))
);
--> statement-breakpoint
CREATE INDEX password_links_of_user ON password_links (tenant_id, user_id);
--> statement-breakpoint
CREATE INDEX password_links_due ON password_links (tenant_id, mail_due_at) WHERE mail_due_at IS NOT NULL;
--> statement-breakpoint
ALTER TABLE password_links ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON password_links
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- A tenant's own identity provider (OpenID Connect). The client's secret is encrypted with a key from AUTH_SECRET.
CREATE TABLE single_sign_on (
  tenant_id uuid NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret_encrypted bytea NOT NULL,
  create_users boolean NOT NULL,
  tested_at timestamptz NOT NULL,
  CONSTRAINT single_sign_on_pk PRIMARY KEY (tenant_id)
);
--> statement-breakpoint
ALTER TABLE single_sign_on ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON single_sign_on
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- Whose account a provider's subject is: never told from an address, which providers give to whom they like.
CREATE TABLE sso_identities (
  tenant_id uuid NOT NULL,
  issuer text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT sso_identities_pk PRIMARY KEY (tenant_id, issuer, subject),
  CONSTRAINT sso_identities_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX sso_identities_of_user ON sso_identities (tenant_id, user_id);
--> statement-breakpoint
ALTER TABLE sso_identities ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON sso_identities
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint

-- One row per person on the way to the provider and back; taken off by the first that comes back with its state, so that
-- none is accepted twice. `sealed` is what must be remembered meanwhile, encrypted.
CREATE TABLE sso_states (
  tenant_id uuid NOT NULL,
  state_hash bytea NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT sso_states_pk PRIMARY KEY (tenant_id, state_hash)
);
--> statement-breakpoint
ALTER TABLE sso_states ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON sso_states
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
