-- One row per change of tier that waits or waited for approval, updated in place under its customer's row lock; the events
-- `tier-…` of the customer are its history, and `verify` compares the two. Words instead of numbers: people read this.
CREATE TABLE tier_proposal (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id text COLLATE "C" NOT NULL,
    number      bigint      NOT NULL,   -- the version of the customer that opened it
    status      text COLLATE "C" NOT NULL CHECK (status IN ('open', 'approved', 'rejected', 'expired', 'withdrawn')),
    from_tier   smallint    NOT NULL,
    to_tier     smallint    NOT NULL,
    opened_on   date        NOT NULL,
    expires_on  date        NOT NULL,
    opened_at   timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    decided_at  timestamptz,
    decided_by  text,                   -- null: nobody, time or the points did
    reason      text,
    UNIQUE (customer_id, number)
);
CREATE INDEX tier_proposal_status ON tier_proposal (status, id);
