-- Which import an event belongs to: counted after a kill, and found again when the import is undone.
ALTER TABLE customer_event ADD COLUMN import_id uuid;
CREATE INDEX customer_event_import ON customer_event (import_id, customer_id, version) WHERE import_id IS NOT NULL;

-- Which data folder the file of an import went to: only its own silo can say that it is lost.
ALTER TABLE import ADD COLUMN spool uuid;
