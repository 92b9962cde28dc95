CREATE TABLE import (
    id           uuid PRIMARY KEY,
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
    header       text,
    error_code   text,
    error        text
);

CREATE TABLE import_rejection (
    import_id uuid   NOT NULL REFERENCES import (id),
    row       bigint NOT NULL,
    line      bigint NOT NULL,
    raw       text   NOT NULL,
    error     text   NOT NULL,
    PRIMARY KEY (import_id, row)
);
