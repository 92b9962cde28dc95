-- Money for gifts and visits, in cents. What is spent of it are the costs of its tasks that are not cancelled.
CREATE TABLE care_budget (
    id         text COLLATE "C" PRIMARY KEY,
    name       text        NOT NULL,
    amount     bigint      NOT NULL,
    from_day   date        NOT NULL,
    to_day     date        NOT NULL,     -- its last
    version    bigint      NOT NULL,     -- counts changes, for If-Match
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL
);

-- To-dos of account managers. They have no text: it is rendered when somebody reads them. Changed under the customer's row lock.
CREATE TABLE care_task (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_key text COLLATE "C" NOT NULL UNIQUE,   -- the care decision that it carries out
    customer_id text COLLATE "C" NOT NULL,
    contact_id  integer     NOT NULL,
    manager     text COLLATE "C",                   -- whose to-do it is; null: nobody's
    kind        text COLLATE "C" NOT NULL CHECK (kind IN ('call', 'visit', 'gift')),
    due_on      date        NOT NULL,
    cost        bigint      NOT NULL,               -- planned, then what it cost; cents
    budget_id   text COLLATE "C" REFERENCES care_budget (id),
    status      text COLLATE "C" NOT NULL CHECK (status IN ('open', 'done', 'cancelled')),
    version     integer     NOT NULL,               -- counts changes, for the ETag
    created_at  timestamptz NOT NULL,
    done_on     date,                               -- the day it was done; of a cancelled one null
    done_at     timestamptz,                        -- when it was recorded as done or cancelled
    done_by     text
);
CREATE INDEX care_task_customer ON care_task (customer_id, id);
CREATE INDEX care_task_manager ON care_task (manager, due_on, id) WHERE status = 'open';
CREATE INDEX care_task_due ON care_task (due_on, id);
CREATE INDEX care_task_budget ON care_task (budget_id) INCLUDE (cost) WHERE budget_id IS NOT NULL AND status <> 'cancelled';

-- What came of a task. It may name somebody: erasable, and nowhere else.
CREATE TABLE care_task_note (
    task_id bigint PRIMARY KEY,
    note    text NOT NULL
);
