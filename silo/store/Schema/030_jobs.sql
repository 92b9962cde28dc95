-- Runs of jobs: what people see, and what survives a kill. Who runs when is the scheduler's business.
CREATE TABLE job_run (
    id               uuid PRIMARY KEY,
    name             text        NOT NULL,
    scope            text,
    status           text        NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    actor            text        NOT NULL,
    cancel_requested boolean     NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    processed        bigint      NOT NULL DEFAULT 0,
    total            bigint,
    error            text
);
CREATE INDEX job_run_newest ON job_run (created_at DESC, id);
CREATE INDEX job_run_open ON job_run (name) WHERE status IN ('queued', 'running');

-- The figures of a past day as they were computed on the day after; never changed afterwards.
CREATE TABLE portfolio_snapshot (
    day        date     NOT NULL,
    class      text COLLATE "C" NOT NULL,
    tier       smallint NOT NULL,
    manager    text COLLATE "C" NOT NULL,
    region     text COLLATE "C" NOT NULL,
    customers  bigint   NOT NULL,
    sales      numeric  NOT NULL,
    receivable numeric  NOT NULL,
    overdue    numeric  NOT NULL,
    score      numeric  NOT NULL,
    PRIMARY KEY (day, class, tier, manager, region)
);
