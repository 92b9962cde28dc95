-- The attempt that was begun last: an earlier one that is still alive, thought dead, comes to nothing.
ALTER TABLE care_campaign ADD COLUMN last_attempt uuid;
