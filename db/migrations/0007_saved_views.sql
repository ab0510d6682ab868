-- Views of the logs that users keep under a name: one row per view. It holds an address's parameters and no data; who
-- opens it sees what their own rights show. Of one owner no two have the same name.
CREATE TABLE saved_views (
  tenant_id uuid NOT NULL,
  view_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  owner_name text NOT NULL,
  name text NOT NULL,
  category smallint NOT NULL,
  query text NOT NULL,
  shared boolean NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT saved_views_pk PRIMARY KEY (tenant_id, view_id)
);
--> statement-breakpoint
CREATE UNIQUE INDEX saved_views_name ON saved_views (tenant_id, owner_id, lower(name));
--> statement-breakpoint
CREATE INDEX saved_views_shared ON saved_views (tenant_id, view_id) WHERE shared;
--> statement-breakpoint
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON saved_views
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
