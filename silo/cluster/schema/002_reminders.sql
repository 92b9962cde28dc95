CREATE TABLE reminder (
  service text NOT NULL,
  grain text NOT NULL,
  name text NOT NULL,
  start_at timestamptz NOT NULL,
  period bigint NOT NULL, -- milliseconds
  hash int NOT NULL,      -- of the grain: which silo of the ring rings it
  version int NOT NULL DEFAULT 0,
  PRIMARY KEY (service, grain, name)
);

CREATE INDEX reminder_hash ON reminder (service, hash);

INSERT INTO orleansquery VALUES ('UpsertReminderRowKey', $$
  INSERT INTO reminder AS r (service, grain, name, start_at, period, hash)
  VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
  ON CONFLICT (service, grain, name) DO UPDATE
    SET start_at = excluded.start_at, period = excluded.period, hash = excluded.hash, version = r.version + 1
  RETURNING version AS Version
$$);

INSERT INTO orleansquery VALUES ('ReadReminderRowsKey', $$
  SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
  FROM reminder WHERE service = @ServiceId AND grain = @GrainId
$$);

INSERT INTO orleansquery VALUES ('ReadReminderRowKey', $$
  SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
  FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$$);

INSERT INTO orleansquery VALUES ('ReadRangeRows1Key', $$
  SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
  FROM reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash
$$);

-- A range that goes over the end of the ring.
INSERT INTO orleansquery VALUES ('ReadRangeRows2Key', $$
  SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
  FROM reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)
$$);

INSERT INTO orleansquery VALUES ('DeleteReminderRowKey', $$
  WITH deleted AS (
    DELETE FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1)
  SELECT EXISTS (SELECT FROM deleted)
$$);

INSERT INTO orleansquery VALUES ('DeleteReminderRowsKey', $$
  DELETE FROM reminder WHERE service = @ServiceId
$$);
