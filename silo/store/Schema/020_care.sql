-- Contacts are known by a number outside of this table. Numbers are never given twice, so the highest one is kept.
ALTER TABLE customer_person ADD COLUMN last_contact integer NOT NULL DEFAULT 0;
UPDATE customer_person SET
    last_contact = jsonb_array_length(contacts),
    contacts = (
        SELECT jsonb_agg(c.contact || jsonb_build_object('id', c.n) ORDER BY c.n)
        FROM jsonb_array_elements(contacts) WITH ORDINALITY AS c(contact, n))
WHERE contacts <> '[]';

-- Solar birthdays as month * 100 + day, straight from the contacts: found by an index, erased with the row.
CREATE FUNCTION solar_birthdays(contacts jsonb) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT (c.birthday ->> 'month')::integer * 100 + (c.birthday ->> 'day')::integer
    FROM (SELECT jsonb_array_elements(contacts) -> 'birthday') AS c(birthday)
    WHERE c.birthday IS NOT NULL AND NOT coalesce((c.birthday ->> 'lunar')::boolean, false));
CREATE INDEX customer_person_birthdays ON customer_person USING gin (solar_birthdays(contacts));

-- The ledger of care: for every contact, occasion, occurrence and channel exactly one decision. It names nobody.
CREATE TABLE care_decision (
    customer_id text COLLATE "C" NOT NULL,
    contact_id  integer     NOT NULL,
    occasion    text COLLATE "C" NOT NULL,
    occurrence  text COLLATE "C" NOT NULL,   -- the year of the occasion's own calendar
    channel     text COLLATE "C" NOT NULL,
    message_key text COLLATE "C" NOT NULL,
    outcome     text COLLATE "C" NOT NULL,
    reason      text,
    occurs_on   date        NOT NULL,        -- in the customer's time zone
    send_after  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    decided_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    PRIMARY KEY (customer_id, contact_id, occasion, occurrence, channel)
);
CREATE UNIQUE INDEX care_decision_message ON care_decision (message_key);
CREATE INDEX care_decision_day ON care_decision (occurs_on, message_key);

-- The outbox. It has no text and no address: both are read when a message is sent.
CREATE TABLE message (
    key        text COLLATE "C" PRIMARY KEY,
    status     text COLLATE "C" NOT NULL,    -- scheduled, sending, or how it ended: sent, in_doubt, expired, cancelled
    send_after timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    claimed_by text,                         -- the channel that holds the prepared message
    ticket     text,                         -- what that channel knows it by
    claimed_at timestamptz
);
CREATE INDEX message_due ON message (send_after, key) WHERE status = 'scheduled';
CREATE INDEX message_open ON message (claimed_by) WHERE status IN ('sending', 'in_doubt');

-- How far planning has come, so that days on which nobody planned are decided late rather than never.
CREATE TABLE care_plan (
    occasion        text COLLATE "C" PRIMARY KEY,
    planned_through date NOT NULL
);
