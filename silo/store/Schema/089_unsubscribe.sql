-- What signs the links by which contacts take themselves off; made once, the same for all silos.
CREATE TABLE unsubscribe_secret (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    secret   bytea NOT NULL
);
