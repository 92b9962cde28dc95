-- What grains of Orleans' own kind keep; customers are not here but where every edition has them. The hashes that the
-- provider sends as well are for databases whose indexes cannot have the whole key.
CREATE TABLE grain_state (
  service text NOT NULL,
  type text NOT NULL,
  n0 bigint NOT NULL,
  n1 bigint NOT NULL,
  key text NOT NULL,
  payload bytea,
  modified_at timestamptz NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (service, type, n0, n1, key)
);

INSERT INTO orleansquery VALUES ('ReadFromStorageKey', $$
  SELECT payload AS PayloadBinary, version AS Version FROM grain_state
  WHERE service = @ServiceId AND type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND key = coalesce(@GrainIdExtensionString::text, '')
$$);

-- No expected version: the first to write. Whoever comes too late gets back the version that they expected, and knows by that.
INSERT INTO orleansquery VALUES ('WriteToStorageKey', $$
  WITH inserted AS (
    INSERT INTO grain_state (service, type, n0, n1, key, payload, modified_at, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), @PayloadBinary, now(), 1
    WHERE @GrainStateVersion::int IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version),
  updated AS (
    UPDATE grain_state SET payload = @PayloadBinary, modified_at = now(), version = version + 1
    WHERE service = @ServiceId AND type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND key = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::int
    RETURNING version)
  SELECT coalesce((SELECT version FROM inserted), (SELECT version FROM updated), @GrainStateVersion::int) AS NewGrainStateVersion
$$);

INSERT INTO orleansquery VALUES ('ClearStorageKey', $$
  WITH updated AS (
    UPDATE grain_state SET payload = NULL, modified_at = now(), version = version + 1
    WHERE service = @ServiceId AND type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND key = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::int
    RETURNING version)
  SELECT coalesce((SELECT version FROM updated), @GrainStateVersion::int) AS NewGrainStateVersion
$$);

INSERT INTO orleansquery VALUES ('DeleteStorageKey', $$
  WITH deleted AS (
    DELETE FROM grain_state
    WHERE service = @ServiceId AND type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND key = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::int
    RETURNING version + 1 AS version)
  SELECT coalesce((SELECT version FROM deleted), @GrainStateVersion::int) AS NewGrainStateVersion
$$);
