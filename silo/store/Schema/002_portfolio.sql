-- Live figures = cells + open deltas. A commit only inserts deltas; the compactor folds them in.
-- '' stands for no manager and no region: a key column cannot be null.
CREATE TABLE portfolio_cell (
    class      text COLLATE "C" NOT NULL,
    tier       smallint NOT NULL,
    manager    text COLLATE "C" NOT NULL,
    region     text COLLATE "C" NOT NULL,
    customers  bigint   NOT NULL,
    sales      numeric  NOT NULL,   -- cents; numeric, since a portfolio may outgrow a bigint
    receivable numeric  NOT NULL,
    overdue    numeric  NOT NULL,
    score      numeric  NOT NULL,   -- sum of hundredths
    PRIMARY KEY (class, tier, manager, region)
);

CREATE TABLE portfolio_delta (
    class      text COLLATE "C" NOT NULL,
    tier       smallint NOT NULL,
    manager    text COLLATE "C" NOT NULL,
    region     text COLLATE "C" NOT NULL,
    customers  bigint   NOT NULL,
    sales      numeric  NOT NULL,
    receivable numeric  NOT NULL,
    overdue    numeric  NOT NULL,
    score      numeric  NOT NULL
);
