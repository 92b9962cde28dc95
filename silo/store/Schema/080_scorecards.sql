-- Versions of scorecards. A draft changes until it is published; a published version never does.
CREATE SEQUENCE scorecard_revision;
CREATE TABLE scorecard (
    name         text COLLATE "C",
    version      integer,
    revision     bigint      NOT NULL DEFAULT nextval('scorecard_revision'),   -- for If-Match; no draft ever has that of another
    document     text        NOT NULL,   -- as it was written; that of a draft perhaps at fault
    changed_by   text        NOT NULL,
    changed_at   timestamptz NOT NULL,
    published_by text,
    published_at timestamptz,            -- null: a draft
    PRIMARY KEY (name, version)
);

-- Somebody who may become a customer. The version counts changes, for If-Match.
CREATE TABLE prospect (
    id          text COLLATE "C" PRIMARY KEY,
    version     bigint NOT NULL,
    customer_id text COLLATE "C",        -- the customer that it became
    became_by   text,
    became_at   timestamptz
);
CREATE INDEX prospect_customer ON prospect (customer_id) WHERE customer_id IS NOT NULL;

-- Names of prospects: erasable, and nowhere else.
CREATE TABLE prospect_person (
    prospect_id text COLLATE "C" PRIMARY KEY,
    name        text NOT NULL
);

-- Filled-in cards. Append only, under the subject that they were recorded for: a prospect's are its customer's by way of
-- prospect.customer_id.
CREATE TABLE scorecard_sheet (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    card         text COLLATE "C" NOT NULL,
    version      integer     NOT NULL,
    subject_kind smallint    NOT NULL,   -- 1 prospect, 2 customer
    subject_id   text COLLATE "C" NOT NULL,
    evaluator    text COLLATE "C" NOT NULL,
    judged_on    date        NOT NULL,
    answers      jsonb       NOT NULL,
    complete     boolean     NOT NULL,   -- every question is answered
    actor        text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    FOREIGN KEY (card, version) REFERENCES scorecard (name, version)
);
CREATE INDEX scorecard_sheet_subject ON scorecard_sheet (subject_id, card, subject_kind, number);

-- Finds the few sheets that can count without reading the others, and what an evaluator said of a day.
CREATE INDEX scorecard_sheet_latest
    ON scorecard_sheet (subject_id, card, subject_kind, evaluator, version, complete, judged_on DESC, number DESC);

-- What a request recorded, or found recorded: it is answered the same when it comes again. Several may have said the same.
CREATE TABLE scorecard_request (
    key   text COLLATE "C" PRIMARY KEY,
    sheet bigint NOT NULL REFERENCES scorecard_sheet (number)
);

-- What the sheets of a subject amount to, written with each of them: a function of the sheets and the card.
CREATE TABLE scorecard_result (
    card         text COLLATE "C" NOT NULL,
    subject_kind smallint NOT NULL,
    subject_id   text COLLATE "C" NOT NULL,
    version      integer  NOT NULL,
    band         text COLLATE "C",       -- null: nobody answered in full, or the card has no bands
    place        smallint NOT NULL,      -- of the band on the card, from 1; 32767 without one, so that it comes last
    parts        jsonb    NOT NULL,      -- values as they are shown, by part
    evaluators   integer  NOT NULL,      -- how many count
    judged_on    date,
    PRIMARY KEY (card, subject_kind, subject_id)
);
CREATE INDEX scorecard_result_subject ON scorecard_result (subject_id, subject_kind, card);

-- The list of a card, the best band first: as it is sorted there, letter by letter.
CREATE INDEX scorecard_result_place ON scorecard_result (card, place, (subject_id || '/' || subject_kind::text));
