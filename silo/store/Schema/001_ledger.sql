-- One row per customer: the few typed columns that people filter and sort by, and the packed state.
CREATE TABLE customer (
    id             text COLLATE "C" PRIMARY KEY,
    version        bigint   NOT NULL,
    packed         bytea    NOT NULL,
    kind           smallint,
    tags           text[]   NOT NULL DEFAULT '{}',
    industry       text,
    state          text COLLATE "C",
    class          text COLLATE "C",
    score          integer,             -- hundredths
    tier           smallint,
    manager        text COLLATE "C",
    region         text COLLATE "C",
    sales          bigint,              -- cents
    receivable     bigint,              -- cents
    overdue        bigint,              -- cents
    rated_on       date,
    next_review_on date
) WITH (fillfactor = 80);

-- Two indexes on columns that a posting changes; each one costs every posting. Other sorts need a filter first.
CREATE INDEX customer_next_review ON customer (next_review_on);
CREATE INDEX customer_state_receivable ON customer (state, receivable);

-- Names, contacts and birthdays: erasable, and nowhere else.
CREATE TABLE customer_person (
    customer_id text COLLATE "C" PRIMARY KEY,
    name        text  NOT NULL,
    contacts    jsonb NOT NULL
);

-- Append only. `released` is the one exception: a reversal may give the key back.
CREATE TABLE posting (
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    customer_id text COLLATE "C" NOT NULL,
    source      text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    kind        smallint    NOT NULL,
    cents       bigint      NOT NULL CHECK (cents > 0),
    occurred_on date        NOT NULL,
    due_on      date,
    recorded_at timestamptz NOT NULL,
    import_id   uuid,
    released    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (customer_id, id)
);
CREATE UNIQUE INDEX posting_key ON posting (source, external_id) WHERE NOT released;

-- For the posting that a released key stood for last.
CREATE INDEX posting_released ON posting (source, external_id) WHERE released;

-- Append only. A posting in here is absent from every measure on every day.
CREATE TABLE reversal (
    customer_id text COLLATE "C" NOT NULL,
    posting_id  bigint      NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor       text        NOT NULL,
    PRIMARY KEY (customer_id, posting_id)
);

-- Append only: every decided fact that is no posting.
CREATE TABLE customer_event (
    customer_id text COLLATE "C" NOT NULL,
    version     bigint      NOT NULL,
    number      smallint    NOT NULL,
    type        text        NOT NULL,
    payload     jsonb       NOT NULL,
    actor       text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (customer_id, version, number)
);

-- Append only: at most one rating per customer and commit. The explanation is a function of the policy and the measures.
CREATE TABLE rating (
    customer_id    text COLLATE "C" NOT NULL,
    version        bigint      NOT NULL,
    rated_on       date        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    policy_version integer     NOT NULL,
    engine_version smallint    NOT NULL,
    class          text COLLATE "C" NOT NULL,
    score          integer     NOT NULL,
    tier           smallint    NOT NULL,
    tier_computed  smallint    NOT NULL,
    measures       bytea       NOT NULL,
    PRIMARY KEY (customer_id, version)
);

-- Customers whose stored state cannot be read: named here, left out of commits, everybody else goes on.
CREATE TABLE quarantine (
    customer_id text COLLATE "C" PRIMARY KEY,
    reason      text        NOT NULL,
    since       timestamptz NOT NULL
);

-- What each committer left in its last commit: how a commit without a reply is recognised.
CREATE TABLE commit_witness (
    committer  uuid PRIMARY KEY,
    number     bigint      NOT NULL,
    written_at timestamptz NOT NULL
) WITH (fillfactor = 50);
