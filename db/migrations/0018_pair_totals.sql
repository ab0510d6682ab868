-- What the page of a thing with thousands of others says of them, counted before anybody asks.

-- One row per thing and side of a kind of pairs on which it stands with many others. `found` is what db/queries/pairs/
-- read-related.ts finds for the days whose bits stand beside it; null from the moment that its pairs change until it is
-- counted again, and then a page counts for itself.
CREATE TABLE sign_in_pair_totals (
  tenant_id uuid NOT NULL,
  kind smallint NOT NULL,
  side text NOT NULL CHECK (side IN ('a', 'b')),
  key text COLLATE "C" NOT NULL,
  others integer NOT NULL,
  kept bigint,
  week bigint,
  before bigint,
  found json,
  CONSTRAINT sign_in_pair_totals_pk PRIMARY KEY (tenant_id, kind, side, key)
);
--> statement-breakpoint
ALTER TABLE sign_in_pair_totals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON sign_in_pair_totals
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
--> statement-breakpoint
-- Up to which batch the worker has looked which things stand with many others, and when it may look again.
ALTER TABLE sign_in_pair_progress ADD COLUMN looked_through bigint, ADD COLUMN next_look_at timestamptz;
