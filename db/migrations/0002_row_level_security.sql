-- Row-level security on every tenant table: a WHERE that was forgotten returns nothing instead of another tenant's rows.
-- What the application's role may do at all stands in db/grants.ts.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['tenants', 'users', 'user_roles', 'sessions', 'password_attempts', 'api_clients',
    'api_client_secrets', 'sign_ins', 'sign_in_details', 'ingest_batches', 'ingest_sequences', 'ingest_rejections',
    'sign_in_hours', 'sign_in_facets', 'sign_in_days', 'sign_in_names'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format($policy$CREATE POLICY of_tenant ON %I
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$policy$, tenant_table);
  END LOOP;
END $$;
