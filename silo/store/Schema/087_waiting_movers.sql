-- Why a mover's class is not what the rules say: since when the days of its waiting count, and the first day on which it may move.
-- Both null: no move waits, or the simulation was made before this was kept; since alone: enough days have passed.
ALTER TABLE simulation_mover
    ADD COLUMN since_before date,
    ADD COLUMN until_before date,
    ADD COLUMN since_after  date,
    ADD COLUMN until_after  date;
