-- What was recorded after the end of a day, for whoever asks what was known then. Rows lie in the order in which they were
-- recorded, so that a summary of every megabyte leads to them: a posting pays next to nothing for it.
CREATE INDEX posting_recorded ON posting USING brin (recorded_at);
CREATE INDEX reversal_recorded ON reversal USING brin (recorded_at);
CREATE INDEX customer_event_recorded ON customer_event USING brin (recorded_at);
