-- Policies on their way: a draft changes until it is published, and keeps its number then. Kept afterwards: who wrote it.
CREATE TABLE policy_draft (
    version      integer PRIMARY KEY,
    revision     bigint      NOT NULL,   -- counts changes, for If-Match
    document     text        NOT NULL,   -- as it was written, perhaps at fault
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_by   text        NOT NULL,
    changed_at   timestamptz NOT NULL,
    is_open      boolean     NOT NULL DEFAULT true,    -- neither published nor discarded; its number is never given again
    request_key  text COLLATE "C" UNIQUE -- a repeated request finds the draft that the first one made
);

-- Whether everybody has been compared with a version since its first day. What was published before this was.
ALTER TABLE policy
    ADD COLUMN published_by text NOT NULL DEFAULT 'system',
    ADD COLUMN is_swept boolean NOT NULL DEFAULT true;
ALTER TABLE policy ALTER COLUMN is_swept SET DEFAULT false;
