-- What marketing has set for an occasion; an occasion without a row is as the program has it.
CREATE TABLE care_rule (
    occasion   text COLLATE "C" PRIMARY KEY,
    document   jsonb       NOT NULL,
    version    bigint      NOT NULL,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL
);

-- One row: what holds for all messages. A cap of null means that there is none.
CREATE TABLE care_setting (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cap        integer,
    version    bigint      NOT NULL,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE care_campaign (
    id          text COLLATE "C" PRIMARY KEY,
    name        text        NOT NULL,
    status      text COLLATE "C" NOT NULL,   -- draft, approved, running, paused, done, cancelled
    document    jsonb       NOT NULL,
    version     bigint      NOT NULL,
    changed_by  text        NOT NULL,        -- who wrote it last
    changed_at  timestamptz NOT NULL,
    approved_by text,
    launched_by text,
    launched_at timestamptz
);
CREATE INDEX care_campaign_open ON care_campaign (id) WHERE status IN ('running', 'paused');

-- How far going through everybody has come, so that a run that was killed goes on where it was.
CREATE TABLE care_pass (
    name    text COLLATE "C" PRIMARY KEY,    -- daily, or a campaign
    day     date    NOT NULL,
    after   text COLLATE "C" NOT NULL,       -- everybody up to this customer is decided about
    is_done boolean NOT NULL
);

-- When the next message under a rate may leave.
CREATE TABLE care_rate (
    scope   text COLLATE "C" PRIMARY KEY,
    free_at timestamptz NOT NULL
);

ALTER TABLE care_decision ADD COLUMN variant text COLLATE "C";
CREATE INDEX care_decision_occurrence ON care_decision (occasion, occurrence, outcome) WHERE occasion = 'campaign';
ALTER TABLE message ADD COLUMN attempts integer NOT NULL DEFAULT 0;

-- Lunar birthdays as 10 000 + month * 100 + day, and 20 000 for a leap month, beside the solar ones: see Birthdays.Written.
CREATE FUNCTION written_birthdays(contacts jsonb) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT (c.birthday ->> 'month')::integer * 100 + (c.birthday ->> 'day')::integer
        + CASE WHEN coalesce((c.birthday ->> 'lunar')::boolean, false)
            THEN CASE WHEN coalesce((c.birthday ->> 'leapMonth')::boolean, false) THEN 20000 ELSE 10000 END ELSE 0 END
    FROM (SELECT jsonb_array_elements(contacts) -> 'birthday') AS c(birthday)
    WHERE c.birthday IS NOT NULL);
CREATE INDEX customer_person_written ON customer_person USING gin (written_birthdays(contacts));
DROP INDEX customer_person_birthdays; -- its function stays for a while: silos of the version before ask it during an upgrade
