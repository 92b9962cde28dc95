-- Published policies. A published version never changes.
CREATE TABLE policy (
    version       integer PRIMARY KEY,
    in_force_from date        NOT NULL,
    document      jsonb       NOT NULL,
    published_at  timestamptz NOT NULL
);

-- Every publication raises the epoch: commits compare it under the rules lock and decide under the new book.
CREATE TABLE rules (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    integer NOT NULL
);
INSERT INTO rules (epoch) VALUES (0);

-- One stored offset to the database's clock; absent: none was ever set.
CREATE TABLE business_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    offset_microseconds bigint NOT NULL
);
