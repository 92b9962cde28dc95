-- One row per complaint, updated in place under its customer's row lock; the events `complaint-…` of the customer are its
-- history, and `verify` compares the two. Words instead of numbers: people read this.
CREATE TABLE complaint (
    id           uuid        PRIMARY KEY,
    customer_id  text COLLATE "C" NOT NULL,
    category     text COLLATE "C" NOT NULL,
    status       text COLLATE "C" NOT NULL CHECK (status IN ('received', 'assigned', 'solved', 'confirmed', 'reopened')),
    received_on  date        NOT NULL,
    due_on       date        NOT NULL,   -- the last day on which it is solved in time
    assignee     text COLLATE "C",
    reopened     integer     NOT NULL,   -- how often
    version      integer     NOT NULL,   -- counts its events, for the ETag
    request_key  text COLLATE "C",       -- of the request that received it: it is answered the same when it comes again
    received_at  timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    solved_at    timestamptz,            -- null while it is open
    confirmed_at timestamptz
);
CREATE INDEX complaint_customer ON complaint (customer_id, received_at);
CREATE INDEX complaint_id ON complaint ((id::text));   -- the list: ids begin with the time of receipt
CREATE INDEX complaint_request ON complaint (request_key) WHERE request_key IS NOT NULL;

-- Who complains and waits: muted by care, listed by due day.
CREATE INDEX complaint_open ON complaint (customer_id) WHERE status IN ('received', 'assigned', 'reopened');
CREATE INDEX complaint_open_due ON complaint (due_on, id) WHERE status IN ('received', 'assigned', 'reopened');

-- What people wrote about a complaint, by the event that it belongs to. It may name somebody: erasable, and nowhere else.
CREATE TABLE complaint_note (
    customer_id text COLLATE "C",
    version     bigint,
    number      smallint,
    note        text NOT NULL,
    PRIMARY KEY (customer_id, version, number)
);
