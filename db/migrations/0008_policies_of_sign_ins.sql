-- Which conditional-access policies were weighed, each with its result as one number (lib/records/policies.ts). A column
-- without a default: no row is rewritten. What was stored before is found by policy once it is sent again.
ALTER TABLE sign_ins ADD COLUMN policies bigint[];
