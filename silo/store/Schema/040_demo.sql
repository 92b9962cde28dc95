-- The sample portfolio, once per database: the day it ends on and its seed, so that an interrupted load ends the same.
CREATE TABLE demo (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    day          date        NOT NULL,
    seed         integer     NOT NULL,
    began_at     timestamptz NOT NULL,
    completed_at timestamptz
);
