-- Who occurs with what, folded from committed batches by the worker, so that ingest pays nothing for it.

-- One row per kind of pair and its two sides: the UTC days on which it was seen, and seen to succeed, as bits (day mod 64),
-- and how often on each (element day mod 64 + 1). `n` is the sum of the counts. Equal to a recount of the sign-ins whose
-- first batch is folded, on days that are kept and not listed in sign_in_pair_changes.
CREATE TABLE sign_in_pairs (
  tenant_id uuid NOT NULL,
  days bigint NOT NULL,
  success_days bigint NOT NULL,
  n integer NOT NULL,
  kind smallint NOT NULL,
  a text COLLATE "C" NOT NULL,
  b text COLLATE "C" NOT NULL,
  counts integer[] NOT NULL,
  CONSTRAINT sign_in_pairs_pk PRIMARY KEY (tenant_id, kind, a, b)
) WITH (fillfactor = 80);
--> statement-breakpoint
-- The other way round, for the kinds that are read that way.
CREATE INDEX sign_in_pairs_reverse ON sign_in_pairs (tenant_id, kind, b) WHERE kind IN (1, 2, 3, 6, 7, 8, 10, 11);
--> statement-breakpoint
-- One row per tenant: every batch up to this number is folded. Locked by whoever changes pairs.
CREATE TABLE sign_in_pair_progress (
  tenant_id uuid NOT NULL,
  through_seq bigint NOT NULL,
  cleared_before date,
  CONSTRAINT sign_in_pair_progress_pk PRIMARY KEY (tenant_id)
);
--> statement-breakpoint
-- A UTC day some of whose sign-ins changed after they came, or were removed: its pairs are to be counted anew.
CREATE TABLE sign_in_pair_changes (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  change_id uuid NOT NULL,
  CONSTRAINT sign_in_pair_changes_pk PRIMARY KEY (tenant_id, day, change_id)
);
--> statement-breakpoint
-- The first batch of an event never changes, so folding by it counts each event once. Events that came once are not in here.
CREATE INDEX sign_ins_first_batch ON sign_ins (tenant_id, first_batch_id) WHERE first_batch_id IS NOT NULL;
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['sign_in_pairs', 'sign_in_pair_progress', 'sign_in_pair_changes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format($policy$CREATE POLICY of_tenant ON %I
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$policy$, tenant_table);
  END LOOP;
END $$;
