CREATE TABLE import (
    id           uuid PRIMARY KEY,     -- version 7: orders by creation
    kind         text        NOT NULL,
    mode         text        NOT NULL,
    status       text        NOT NULL,
    actor        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    processed    bigint      NOT NULL DEFAULT 0,
    total        bigint,
    accepted     bigint      NOT NULL DEFAULT 0,
    duplicates   bigint      NOT NULL DEFAULT 0,
    rejected     bigint      NOT NULL DEFAULT 0,
    header       text,                 -- as it was sent, for errors.csv
    columns      integer,              -- how many the header names
    error_code   text,
    error        text,
    request_key  text COLLATE "C",
    request_hash bytea,
    -- A repeated request finds the import that the first one made. Nulls are distinct: no key, no limit.
    UNIQUE (request_key, request_hash)
);

CREATE TABLE import_rejection (
    import_id uuid    NOT NULL REFERENCES import (id),
    row       bigint  NOT NULL,
    line      bigint  NOT NULL,
    raw       text    NOT NULL,
    columns   integer NOT NULL,        -- how many cells the row has; 0: its quotes do not say
    error     text    NOT NULL,
    PRIMARY KEY (import_id, row)
);
