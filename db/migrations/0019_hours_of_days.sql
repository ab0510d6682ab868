-- In which hours of its UTC day a key occurs, as bits (bit 0 from midnight to one). A day that is being written has no index by
-- key: whoever looks for the few sign-ins of one user reads these hours of it. At least the hours in which it occurs: what
-- changed its key leaves its bit behind. What came before this column is in any of them.
ALTER TABLE sign_in_days ADD COLUMN hours integer NOT NULL DEFAULT 16777215;
