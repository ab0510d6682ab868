-- Sign-ins in two tables partitioned alike, and what ingest keeps beside them.

-- One row per sign-in: typed, narrow, everything that a list, a filter or a count touches.
-- Equal to what lib/records/columns.ts makes of the record in sign_in_details, always.
CREATE TABLE sign_ins (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  created_at timestamptz(0) NOT NULL,
  id text COLLATE "C" NOT NULL,
  created_ms smallint NOT NULL,
  status smallint NOT NULL,
  error_code integer NOT NULL,
  batch_id uuid NOT NULL,
  group_key uuid NOT NULL,
  principal_key text COLLATE "C" NOT NULL,
  principal_name text,
  principal_upn text COLLATE "C",
  application_key text COLLATE "C" NOT NULL,
  application_name text,
  resource_key text COLLATE "C" NOT NULL,
  resource_name text,
  correlation_id text COLLATE "C",
  ip inet,
  ip_text text COLLATE "C",
  country text COLLATE "C",
  state text COLLATE "C",
  city text COLLATE "C",
  client_app text COLLATE "C",
  os text COLLATE "C",
  browser text COLLATE "C",
  conditional_access text COLLATE "C",
  authentication_requirement text COLLATE "C",
  user_type text COLLATE "C",
  risk_level text COLLATE "C",
  risk_state text COLLATE "C",
  device_id text COLLATE "C",
  user_agent text COLLATE "C",
  CONSTRAINT sign_ins_pk PRIMARY KEY (tenant_id, category, created_at, id)
) PARTITION BY RANGE (created_at);
--> statement-breakpoint
-- Every live index costs ingest: four are enough here, the others are built when a day is sealed (db/partitions.ts).
CREATE INDEX sign_ins_group ON sign_ins (tenant_id, category, group_key, created_at, id);
--> statement-breakpoint
CREATE INDEX sign_ins_id ON sign_ins (tenant_id, id);
--> statement-breakpoint
CREATE INDEX sign_ins_batch ON sign_ins (tenant_id, batch_id);
--> statement-breakpoint

-- One row per sign-in: the rest of the record as compact JSON text (text, not jsonb: measured six times faster to load).
-- `hashes` are the last contents seen, so that a batch sent again changes nothing.
CREATE TABLE sign_in_details (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  created_at timestamptz(0) NOT NULL,
  id text COLLATE "C" NOT NULL,
  hashes uuid[] NOT NULL,
  rest text NOT NULL,
  notes text[],
  CONSTRAINT sign_in_details_pk PRIMARY KEY (tenant_id, category, created_at, id)
) PARTITION BY RANGE (created_at);
--> statement-breakpoint
-- How wide a partition is, in days. Daily suits one machine; a distributed database wants weeks. Changing it concerns
-- partitions made afterwards.
CREATE TABLE app.partition_width (
  only_row boolean NOT NULL DEFAULT true,
  days integer NOT NULL,
  CONSTRAINT partition_width_pk PRIMARY KEY (only_row),
  CONSTRAINT partition_width_single CHECK (only_row),
  CONSTRAINT partition_width_days CHECK (days BETWEEN 1 AND 31)
);
--> statement-breakpoint
INSERT INTO app.partition_width (days) VALUES (1);
--> statement-breakpoint

-- Makes the partition pair that holds a UTC day, if missing; true when it made one. Callable by the restricted role,
-- which owns nothing. Create-like and attach: CREATE … PARTITION OF would make every reader of other days wait.
-- New partitions get row-level security and no grants: queried by name they show nothing to the application.
CREATE FUNCTION app.ensure_partition(day date) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
  width integer;
  first_day date;
  suffix text;
  parent text;
  child text;
BEGIN
  IF day < (clock_timestamp() AT TIME ZONE 'UTC')::date - 45 OR day > (clock_timestamp() AT TIME ZONE 'UTC')::date + 3 THEN
    RAISE EXCEPTION 'no partition is made for %: outside what any license keeps', day USING ERRCODE = 'check_violation';
  END IF;
  SELECT days INTO width FROM app.partition_width;
  first_day := day - ((day - DATE '1970-01-05') % width);
  suffix := '_p' || to_char(first_day, 'YYYYMMDD');
  IF to_regclass('public.sign_ins' || suffix) IS NOT NULL AND to_regclass('public.sign_in_details' || suffix) IS NOT NULL THEN
    RETURN false;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('signbook.partition'));
  FOREACH parent IN ARRAY ARRAY['sign_in_details', 'sign_ins'] LOOP
    child := parent || suffix;
    CONTINUE WHEN to_regclass('public.' || child) IS NOT NULL;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', child, parent);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', child);
    EXECUTE format('ALTER TABLE public.%I SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)', child);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, child,
      to_char(first_day, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(first_day + width, 'YYYY-MM-DD') || ' 00:00:00+00');
  END LOOP;
  RETURN true;
END $$;
--> statement-breakpoint

-- One row per committed ingest transaction; `seq` is given after the commit, so readers who go by it miss nothing.
CREATE TABLE ingest_batches (
  tenant_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  source text NOT NULL,
  accepted integer NOT NULL,
  updated integer NOT NULL,
  seq bigint,
  CONSTRAINT ingest_batches_pk PRIMARY KEY (tenant_id, batch_id),
  CONSTRAINT ingest_batches_seq UNIQUE (tenant_id, seq)
);
--> statement-breakpoint
CREATE INDEX ingest_batches_unnumbered ON ingest_batches (tenant_id, received_at) WHERE seq IS NULL;
--> statement-breakpoint
-- One row per tenant: the last number given. Locked while numbers are given, so that their order is one order.
CREATE TABLE ingest_sequences (
  tenant_id uuid NOT NULL,
  last_seq bigint NOT NULL,
  CONSTRAINT ingest_sequences_pk PRIMARY KEY (tenant_id)
);
--> statement-breakpoint
-- One row per record that was refused: kept with its reason so that nothing is lost. `raw` is cut at 64 kB, `raw_bytes` says.
CREATE TABLE ingest_rejections (
  tenant_id uuid NOT NULL,
  rejection_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  source text NOT NULL,
  record_index integer NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  raw text NOT NULL,
  raw_bytes integer NOT NULL,
  CONSTRAINT ingest_rejections_pk PRIMARY KEY (tenant_id, rejection_id)
);
--> statement-breakpoint
CREATE INDEX ingest_rejections_newest ON ingest_rejections (tenant_id, received_at, rejection_id);
--> statement-breakpoint

-- The hourly roll-up: one row per hour and group key, with the key's own columns. Equal to a recount of sign_ins.
CREATE TABLE sign_in_hours (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  hour timestamptz(0) NOT NULL,
  group_key uuid NOT NULL,
  n integer NOT NULL,
  first_at timestamptz(0) NOT NULL,
  last_at timestamptz(0) NOT NULL,
  status smallint NOT NULL,
  error_code integer NOT NULL,
  principal_key text COLLATE "C" NOT NULL,
  application_key text COLLATE "C" NOT NULL,
  resource_key text COLLATE "C" NOT NULL,
  ip_text text COLLATE "C",
  CONSTRAINT sign_in_hours_pk PRIMARY KEY (tenant_id, category, group_key, hour)
) WITH (fillfactor = 85);
--> statement-breakpoint
-- Not HOT-friendly by nature (last_at moves with every event of a running hour), but a page of groups walks it.
CREATE INDEX sign_in_hours_last ON sign_in_hours (tenant_id, category, last_at, group_key);
--> statement-breakpoint
-- Counts per hour of each value of the fields with few values ('' where the field is absent): suggestions, shares,
-- and a coarse index of the hours that hold a value at all. Equal to a recount of sign_ins.
CREATE TABLE sign_in_facets (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  field smallint NOT NULL,
  value text COLLATE "C" NOT NULL,
  hour timestamptz(0) NOT NULL,
  status smallint NOT NULL,
  n integer NOT NULL,
  CONSTRAINT sign_in_facets_pk PRIMARY KEY (tenant_id, category, field, value, hour, status)
) WITH (fillfactor = 85);
--> statement-breakpoint
CREATE INDEX sign_in_facets_hour ON sign_in_facets (tenant_id, category, field, hour);
--> statement-breakpoint
-- Who and what was active on a UTC day, with counts rather than a set, so that changes and purges can subtract.
-- kind: 1 principal, 2 application, 3 resource, 4 address. Equal to a recount of sign_ins.
CREATE TABLE sign_in_days (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  category smallint NOT NULL,
  kind smallint NOT NULL,
  key text COLLATE "C" NOT NULL,
  n integer NOT NULL,
  successes integer NOT NULL,
  CONSTRAINT sign_in_days_pk PRIMARY KEY (tenant_id, category, kind, key, day)
) WITH (fillfactor = 85);
--> statement-breakpoint
CREATE INDEX sign_in_days_day ON sign_in_days (tenant_id, day, category, kind);
--> statement-breakpoint
-- The tenant's dictionary of names: never misses one that occurs in the log, may know more.
-- kind: 1 user, 2 application, 3 resource, 4 address, 5 service principal, 6 managed identity; 100 + field for facet values.
CREATE TABLE sign_in_names (
  tenant_id uuid NOT NULL,
  kind smallint NOT NULL,
  key text COLLATE "C" NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  name text NOT NULL,
  last_day date NOT NULL,
  CONSTRAINT sign_in_names_pk PRIMARY KEY (tenant_id, kind, key, name_key)
);
--> statement-breakpoint
CREATE INDEX sign_in_names_name ON sign_in_names (tenant_id, kind, name_key, key);
