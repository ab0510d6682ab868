-- Which UTC days a principal or an application signed in on, in one short row, where sign_in_days has a row per day: what
-- asks about weeks of everybody reads one row each. Equal to a recount of sign_ins.
CREATE TABLE sign_in_spans (
  tenant_id uuid NOT NULL,
  category smallint NOT NULL,
  kind smallint NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- Bit d % 64 for the day d since 1970 with a success. Twice as many bits as there are days kept.
  success_days bigint NOT NULL,
  -- On all days kept.
  failures integer NOT NULL,
  CONSTRAINT sign_in_spans_pk PRIMARY KEY (tenant_id, category, kind, key)
);
--> statement-breakpoint
INSERT INTO sign_in_spans
SELECT tenant_id, category, kind, key,
  coalesce(bit_or(1::bigint << ((day - date '1970-01-01') % 64)) FILTER (WHERE successes > 0), 0), sum(failures)
FROM sign_in_days WHERE kind IN (1, 2) AND (successes > 0 OR failures > 0)
GROUP BY tenant_id, category, kind, key;
--> statement-breakpoint
ALTER TABLE sign_in_spans ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_tenant ON sign_in_spans
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
