-- The ticket of an attempt that has not begun: where it is still that of the message, nothing of it is on the wire, and whoever finds
-- its sender gone gives the message back. A silo of the version before knows nothing of it, and its tickets never stand here.
ALTER TABLE message ADD COLUMN in_hand text COLLATE "C";
