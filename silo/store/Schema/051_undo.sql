-- What imports changed about people: names people, so that an import can be undone; erasable like customer_person.
CREATE TABLE import_person (
    customer_id     text COLLATE "C" NOT NULL,
    import_id       uuid   NOT NULL,
    version         bigint NOT NULL,   -- of the customer, by which the import first changed them
    before_name     text   NOT NULL,
    before_contacts jsonb  NOT NULL,
    after_name      text   NOT NULL,
    after_contacts  jsonb  NOT NULL,
    PRIMARY KEY (customer_id, import_id)
);

-- Undoing an import is long work of its own. A row stays: what is undone is undone for good.
CREATE TABLE import_undo (
    import_id   uuid PRIMARY KEY REFERENCES import (id),
    status      text        NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed')),
    actor       text        NOT NULL,
    spool       uuid        NOT NULL,   -- the data folder whose silo does it
    created_at  timestamptz NOT NULL,
    started_at  timestamptz,
    finished_at timestamptz,
    processed   bigint      NOT NULL DEFAULT 0,   -- customers
    total       bigint,
    through     bigint      NOT NULL DEFAULT 0,   -- parts up to this one are done: a customer with many postings has several
    error_code  text,
    error       text
);

-- A cancelled import whose last rows may still be on their way: it cannot be undone before they are there.
ALTER TABLE import ADD COLUMN is_ending boolean NOT NULL DEFAULT false;
