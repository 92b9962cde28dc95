-- Who is whose superior. An account manager is known by the name that customers carry; nobody has to be in here, and a
-- superior need not be either. The version counts changes, for If-Match.
CREATE TABLE employee (
    id       text COLLATE "C" PRIMARY KEY,
    version  bigint NOT NULL,
    superior text COLLATE "C" CHECK (superior <> id)
);
CREATE INDEX employee_superior ON employee (superior);
