-- Tenants, their people and programs, and what every later table stands on: the tenant of a transaction and its policy.

CREATE SCHEMA app;
--> statement-breakpoint
-- A real SET LOCAL: a bare set_config does not travel to the nodes of a distributed database.
-- No SET clause on the function itself: it would undo the SET LOCAL at its end, and the tenant must outlive the call.
CREATE FUNCTION app.set_tenant(tenant uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  EXECUTE pg_catalog.format('SET LOCAL app.tenant_id = %L', tenant);
END $$;
--> statement-breakpoint

-- The lookup tables hold what must be unique over all tenants. They carry ids only, and no row-level security.
CREATE TABLE tenant_slugs (
  slug text COLLATE "C" NOT NULL,
  tenant_id uuid NOT NULL,
  CONSTRAINT tenant_slugs_pk PRIMARY KEY (slug),
  CONSTRAINT tenant_slugs_form CHECK (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$')
);
--> statement-breakpoint
CREATE TABLE tenant_domains (
  domain text COLLATE "C" NOT NULL,
  tenant_id uuid NOT NULL,
  CONSTRAINT tenant_domains_pk PRIMARY KEY (domain),
  CONSTRAINT tenant_domains_lower CHECK (domain = lower(domain))
);
--> statement-breakpoint
CREATE TABLE client_directory (
  client_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  CONSTRAINT client_directory_pk PRIMARY KEY (client_id)
);
--> statement-breakpoint

CREATE TABLE tenants (
  tenant_id uuid NOT NULL,
  slug text COLLATE "C" NOT NULL,
  name text NOT NULL,
  domain text COLLATE "C" NOT NULL,
  license text NOT NULL,
  license_changed_at timestamptz NOT NULL,
  downgraded_from text,
  created_at timestamptz NOT NULL,
  CONSTRAINT tenants_pk PRIMARY KEY (tenant_id),
  CONSTRAINT tenants_license CHECK (license IN ('free', 'premium_p1', 'premium_p2')),
  CONSTRAINT tenants_downgraded_from CHECK (downgraded_from IN ('free', 'premium_p1', 'premium_p2'))
);
--> statement-breakpoint
CREATE TABLE users (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  upn text COLLATE "C" NOT NULL,
  display_name text NOT NULL,
  object_id text COLLATE "C",
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT users_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT users_upn UNIQUE (tenant_id, upn),
  CONSTRAINT users_upn_lower CHECK (upn = lower(upn))
);
--> statement-breakpoint
CREATE UNIQUE INDEX users_object_id ON users (tenant_id, object_id) WHERE object_id IS NOT NULL;
--> statement-breakpoint
CREATE TABLE user_roles (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  granted_at timestamptz NOT NULL,
  CONSTRAINT user_roles_pk PRIMARY KEY (tenant_id, user_id, role),
  CONSTRAINT user_roles_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE,
  CONSTRAINT user_roles_role CHECK (role IN ('global-administrator', 'global-reader', 'security-administrator', 'security-reader', 'reports-reader'))
);
--> statement-breakpoint
-- The cookie carries the secret; only its hash is stored, so that a copy of the table signs nobody in.
CREATE TABLE sessions (
  tenant_id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  ip_text text,
  user_agent text,
  CONSTRAINT sessions_pk PRIMARY KEY (tenant_id, secret_hash),
  CONSTRAINT sessions_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id, created_at);
--> statement-breakpoint
-- Attempts reserved before a password is hashed. account_key is the user name as typed, lower-cased, known or not.
CREATE TABLE password_attempts (
  tenant_id uuid NOT NULL,
  account_key text COLLATE "C" NOT NULL,
  failures integer NOT NULL,
  locked_until timestamptz NOT NULL,
  last_attempt_at timestamptz NOT NULL,
  CONSTRAINT password_attempts_pk PRIMARY KEY (tenant_id, account_key)
);
--> statement-breakpoint
CREATE TABLE api_clients (
  tenant_id uuid NOT NULL,
  client_id uuid NOT NULL,
  name text NOT NULL,
  permissions text[] NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz,
  CONSTRAINT api_clients_pk PRIMARY KEY (tenant_id, client_id)
);
--> statement-breakpoint
-- Secrets are 256 random bits, so a plain SHA-256 is enough and does not limit ingest.
CREATE TABLE api_client_secrets (
  tenant_id uuid NOT NULL,
  client_id uuid NOT NULL,
  secret_id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_client_secrets_pk PRIMARY KEY (tenant_id, client_id, secret_id),
  CONSTRAINT api_client_secrets_client FOREIGN KEY (tenant_id, client_id) REFERENCES api_clients ON DELETE CASCADE
);
--> statement-breakpoint
-- Keys that sign access tokens: one set for the installation, private halves encrypted with a key from AUTH_SECRET.
CREATE TABLE signing_keys (
  key_id text COLLATE "C" NOT NULL,
  public_jwk text NOT NULL,
  private_jwk_encrypted bytea NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz,
  CONSTRAINT signing_keys_pk PRIMARY KEY (key_id)
);
--> statement-breakpoint
-- What the recurring jobs did, for operators. No tenant's data.
CREATE TABLE job_runs (
  run_id uuid NOT NULL,
  job text NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  outcome text NOT NULL,
  summary text,
  CONSTRAINT job_runs_pk PRIMARY KEY (run_id),
  CONSTRAINT job_runs_outcome CHECK (outcome IN ('running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE INDEX job_runs_newest ON job_runs (job, started_at);
