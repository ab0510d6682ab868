-- What the overview, the provisioning endpoint and the weekly digest keep.

-- Failed sign-ins per day and principal, application, resource or address: not what is left of n without the successes,
-- as interrupted ones are neither.
ALTER TABLE sign_in_days ADD COLUMN failures integer NOT NULL DEFAULT 0;
--> statement-breakpoint
UPDATE sign_in_days d SET failures = counted.failures
FROM (
  SELECT s.tenant_id, (s.created_at AT TIME ZONE 'UTC')::date AS day, s.category, k.kind, k.key, count(*) AS failures
  FROM sign_ins s CROSS JOIN LATERAL (VALUES (1, s.principal_key), (2, s.application_key), (3, s.resource_key),
    (4, coalesce(s.ip_text, ''))) k (kind, key)
  WHERE s.status = 2 GROUP BY 1, 2, 3, 4, 5) counted
WHERE d.tenant_id = counted.tenant_id AND d.category = counted.category AND d.kind = counted.kind
  AND d.key = counted.key AND d.day = counted.day;
--> statement-breakpoint

-- One row per secret of an identity provider that provisions users into the tenant. 256 random bits: a plain hash is enough.
CREATE TABLE scim_tokens (
  tenant_id uuid NOT NULL,
  token_id uuid NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  hint text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  CONSTRAINT scim_tokens_pk PRIMARY KEY (tenant_id, token_id)
);
--> statement-breakpoint
-- What an identity provider says of an account beyond what the account itself holds (JSON text). A row with `deleted_at`
-- means that the provider has let go of the account: it is disabled, and not found by the provider any more.
CREATE TABLE scim_users (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  external_id text COLLATE "C",
  attributes text NOT NULL,
  changed_at timestamptz NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT scim_users_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT scim_users_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX scim_users_external ON scim_users (tenant_id, external_id);
--> statement-breakpoint
-- A provider's group. Its members have the role it stands for; never that of a Global Administrator.
CREATE TABLE scim_groups (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  display_name text NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  external_id text COLLATE "C",
  role text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT scim_groups_pk PRIMARY KEY (tenant_id, group_id),
  CONSTRAINT scim_groups_name UNIQUE (tenant_id, name_key),
  CONSTRAINT scim_groups_role CHECK (role IN ('global-reader', 'security-administrator', 'security-reader', 'reports-reader'))
);
--> statement-breakpoint
-- `granted`: the membership brought the role, which the member did not hold before. What was given by hand stays.
CREATE TABLE scim_members (
  tenant_id uuid NOT NULL,
  group_id uuid NOT NULL,
  user_id uuid NOT NULL,
  granted boolean NOT NULL,
  CONSTRAINT scim_members_pk PRIMARY KEY (tenant_id, group_id, user_id),
  CONSTRAINT scim_members_group FOREIGN KEY (tenant_id, group_id) REFERENCES scim_groups ON DELETE CASCADE,
  CONSTRAINT scim_members_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX scim_members_of_user ON scim_members (tenant_id, user_id, group_id);
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['scim_tokens', 'scim_users', 'scim_groups', 'scim_members'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format($policy$CREATE POLICY of_tenant ON %I
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$policy$, tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- One row per reader who wants the overview's essence by mail on Monday morning, in their zone.
CREATE TABLE digest_subscriptions (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  zone text NOT NULL,
  subscribed_at timestamptz NOT NULL,
  CONSTRAINT digest_subscriptions_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT digest_subscriptions_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
-- One row per reader and ISO week (`2026-W48`): there is never a second mail for it, whatever restarts. Due rows are taken
-- by moving `retry_at`; a row without one is done, and `outcome` says how.
CREATE TABLE digest_mails (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  week text COLLATE "C" NOT NULL,
  made_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  retry_at timestamptz,
  outcome text,
  CONSTRAINT digest_mails_pk PRIMARY KEY (tenant_id, user_id, week),
  CONSTRAINT digest_mails_user FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['digest_subscriptions', 'digest_mails'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format($policy$CREATE POLICY of_tenant ON %I
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$policy$, tenant_table);
  END LOOP;
END $$;
