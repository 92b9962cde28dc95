-- What-if: a policy tried out on the portfolio. The documents are those that were tried, whatever became of the drafts;
-- how far it is, the job run of the same id says.
CREATE TABLE simulation (
    id               uuid PRIMARY KEY,
    version          integer     NOT NULL,
    revision         bigint,               -- of a draft; null: the version was published
    document         text        NOT NULL,
    against          integer,              -- null: the version in force on each day
    against_revision bigint,
    against_document text,
    days             date[]      NOT NULL, -- in their order
    created_at       timestamptz NOT NULL,
    result           jsonb,                -- null: not done
    compared_with    integer,              -- the version that the movers were compared with
    request_key      text,                 -- of the request that asked for it, and since when that key was claimed:
    claimed_at       timestamptz           -- after a day it may be claimed for something else
);
CREATE UNIQUE INDEX simulation_request ON simulation (request_key, claimed_at);

-- Who stands elsewhere on the last day; counts for nothing until the simulation has its result. With the packed measures that both
-- explanations are made of.
CREATE TABLE simulation_mover (
    simulation_id   uuid     NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    manager         text COLLATE "C",
    class_before    text COLLATE "C" NOT NULL,
    class_after     text COLLATE "C" NOT NULL,
    tier_before     smallint NOT NULL,
    tier_after      smallint NOT NULL,
    score_before    integer  NOT NULL,     -- hundredths
    score_after     integer  NOT NULL,
    sales           bigint   NOT NULL,     -- cents
    receivable      bigint   NOT NULL,     -- cents
    measures_before bytea    NOT NULL,
    measures_after  bytea,                 -- null: the same
    basis_before    text,                  -- what decides the tier, as JSON; null: the points
    basis_after     text,
    PRIMARY KEY (simulation_id, customer_id)
);

-- The list as it is asked for first. Other orders sort the movers of one simulation.
CREATE INDEX simulation_mover_receivable ON simulation_mover (simulation_id, receivable, customer_id);
