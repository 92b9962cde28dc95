ALTER TABLE care_campaign ADD COLUMN approved_at timestamptz;

-- Of a campaign's decisions: what was decided first, to compare with what was rehearsed.
ALTER TABLE care_decision ADD COLUMN planned text COLLATE "C";
ALTER TABLE care_decision ADD COLUMN planned_reason text;

-- The last rehearsal of a campaign that came to its end.
CREATE TABLE care_rehearsal (
    campaign_id text COLLATE "C" PRIMARY KEY,
    attempt     uuid        NOT NULL,
    revision    bigint      NOT NULL,        -- of the campaign, as it was rehearsed
    as_of       timestamptz NOT NULL,
    made_at     timestamptz NOT NULL
);

-- What a rehearsal decided, contact by contact; of an attempt that is not the campaign's last it means nothing. Names nobody.
CREATE TABLE care_rehearsal_decision (
    campaign_id text COLLATE "C",
    attempt     uuid,
    customer_id text COLLATE "C",
    contact_id  integer,
    channel     text COLLATE "C",
    outcome     text COLLATE "C" NOT NULL,
    reason      text,
    variant     text COLLATE "C",
    PRIMARY KEY (campaign_id, attempt, customer_id, contact_id, channel)
);
