-- The figures of an alert are those of the rating that decided it, which is stored in the same commit and never changes:
-- made of its row when somebody reads them, instead of being written as JSON twice for every change of an alert.
-- An entry of the feed keeps the row of `alert` as a row, a third of the size of its JSON. Columns that `alert` gets
-- later are null in the entries from before; one with a default would have to be filled in them first.
ALTER TABLE alert DROP COLUMN figures;
ALTER TABLE alert_change ALTER COLUMN snapshot TYPE alert USING jsonb_populate_record(NULL::alert, snapshot);
