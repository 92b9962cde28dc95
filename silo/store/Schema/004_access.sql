CREATE TABLE account (
    name          text PRIMARY KEY,
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL
);

-- Tokens are kept as SHA-256: a copy of the database opens nothing.
CREATE TABLE api_token (
    hash       bytea PRIMARY KEY,
    account    text        NOT NULL REFERENCES account (name),
    created_at timestamptz NOT NULL
);

-- A request's key commits with its effect; kept 24 hours.
CREATE TABLE idempotency_key (
    key        text COLLATE "C" PRIMARY KEY,
    body_hash  bytea       NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
