-- What users may do; a policy says what a role is for. An account has the roles of the employee of its name. Sorted.
ALTER TABLE employee ADD COLUMN roles text[] COLLATE "C" NOT NULL DEFAULT '{}';

-- What the first request with a key settled for all that come again with it, such as the run that it began; null: nothing.
ALTER TABLE idempotency_key ADD COLUMN settled text;
