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
