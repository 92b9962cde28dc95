-- Every version of a template that was ever saved; rows never change. The newest of a name and language is in force, unless it has
-- no parts: then the file is, again. Ids are given under a lock: who knows the highest knows all.
CREATE TABLE template_version (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text COLLATE "C" NOT NULL,
    language          text COLLATE "C" NOT NULL,   -- of the message
    version           integer     NOT NULL,
    template_language text COLLATE "C" CHECK (template_language IN ('handlebars', 'scriban')),
    subject           text,
    body              text,
    html              text,
    is_commercial     boolean,
    author            text        NOT NULL,
    saved_at          timestamptz NOT NULL,
    UNIQUE (name, language, version),
    CHECK (num_nulls(template_language, subject, body, html, is_commercial) IN (0, 5))
);
