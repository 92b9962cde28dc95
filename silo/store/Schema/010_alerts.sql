-- One row per alert, updated in place under its customer's row lock. Words instead of numbers: people read this.
CREATE TABLE alert (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id     text COLLATE "C" NOT NULL,
    kind            text COLLATE "C" NOT NULL,
    number          bigint      NOT NULL,   -- the version of the customer that opened it
    status          text COLLATE "C" NOT NULL CHECK (status IN ('open', 'acknowledged', 'closed')),
    severity        text COLLATE "C" NOT NULL CHECK (severity IN ('info', 'medium', 'high')),
    from_value      text,
    to_value        text,
    manager         text COLLATE "C",
    opened_on       date        NOT NULL,
    raised_on       date        NOT NULL,
    opened_at       timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    acknowledged_by text,
    acknowledged_at timestamptz,
    closed_at       timestamptz,
    close_reason    text,
    closed_by       uuid,                   -- the import that closed it
    rating_version  bigint      NOT NULL,   -- the rating that decided it last
    figures         jsonb       NOT NULL,
    UNIQUE (customer_id, kind, number)
);
CREATE INDEX alert_status ON alert (status, id);
CREATE INDEX alert_manager ON alert (manager, status, id);

-- Append only: every change of every alert, as it was then. Feeds the event stream, and the re-fold of `verify`.
-- Its numbers are taken while the customer is locked, so the changes of one customer are in their true order; which
-- numbers are settled, the reader of the feed finds out.
CREATE TABLE alert_change (
    id             bigint      GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME alert_change_number) PRIMARY KEY,
    customer_id    text COLLATE "C" NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    number         bigint      NOT NULL,
    change         text COLLATE "C" NOT NULL CHECK (change IN ('opened', 'updated', 'acknowledged', 'closed')),
    former_manager text COLLATE "C",        -- whose it was before
    snapshot       jsonb       NOT NULL,    -- the row of `alert` after the change
    recorded_at    timestamptz NOT NULL
);
CREATE INDEX alert_change_customer ON alert_change (customer_id, kind, id);
