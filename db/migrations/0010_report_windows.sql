-- How often a client of the reporting API has asked since its running window began: one row per client, shared by all
-- processes.
CREATE TABLE report_windows (
  tenant_id uuid NOT NULL,
  client_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  requests integer NOT NULL,
  CONSTRAINT report_windows_pk PRIMARY KEY (tenant_id, client_id)
) WITH (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE report_windows ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON report_windows
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
