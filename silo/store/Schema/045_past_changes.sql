-- What past days show may change later, too: by postings that come late, reversals, dated facts. Every commit that changes
-- anything inserts one row with the first day that it changes; rows of a day are folded into one from time to time.
-- The sum over all days up to D only ever grows, and while it stands still, an answer about D stays true.
CREATE TABLE past_change (
    day     date   NOT NULL,   -- -infinity: every day
    changes bigint NOT NULL
);

-- Rows of the same receivable must not be sorted for a page: the id belongs to the order.
CREATE INDEX customer_state_receivable_id ON customer (state, receivable, id);
DROP INDEX customer_state_receivable;
