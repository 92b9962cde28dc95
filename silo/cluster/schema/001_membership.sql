-- What the AdoNet providers of Microsoft Orleans 10.4 keep. They name no table but this one: they read their statements
-- from it, each by its key. Keys, parameters and the names of result columns are theirs; tables and statements are ours.
-- The packages ship no script for PostgreSQL (docs/decisions/0022-orleans-schema.md).
CREATE TABLE orleansquery (
  querykey text PRIMARY KEY,
  querytext text NOT NULL
);

-- One row for each cluster. Whoever changes the members must have seen the newest version.
CREATE TABLE membership_version (
  deployment text PRIMARY KEY,
  version int NOT NULL DEFAULT 0
);

-- One row for each life of a silo; the dead are removed after some days.
CREATE TABLE membership (
  deployment text NOT NULL REFERENCES membership_version,
  address text NOT NULL,
  port int NOT NULL,
  generation int NOT NULL,
  silo_name text NOT NULL,
  host_name text NOT NULL,
  status int NOT NULL,
  proxy_port int NOT NULL,
  suspect_times text,
  started_at timestamptz NOT NULL,
  alive_at timestamptz NOT NULL,
  PRIMARY KEY (deployment, address, port, generation)
);

INSERT INTO orleansquery VALUES ('InsertMembershipVersionKey', $$
  WITH inserted AS (
    INSERT INTO membership_version (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT EXISTS (SELECT FROM inserted)
$$);

-- Both or neither: a silo joins only by making the next version.
INSERT INTO orleansquery VALUES ('InsertMembershipKey', $$
  WITH moved AS (
    UPDATE membership_version SET version = version + 1
    WHERE deployment = @DeploymentId AND version = @Version AND NOT EXISTS (
      SELECT FROM membership m
      WHERE m.deployment = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING deployment),
  inserted AS (
    INSERT INTO membership (deployment, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
    SELECT deployment, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
    RETURNING 1)
  SELECT EXISTS (SELECT FROM inserted)
$$);

INSERT INTO orleansquery VALUES ('UpdateMembershipKey', $$
  WITH moved AS (
    UPDATE membership_version SET version = version + 1
    WHERE deployment = @DeploymentId AND version = @Version AND EXISTS (
      SELECT FROM membership m
      WHERE m.deployment = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING deployment),
  updated AS (
    UPDATE membership m SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    FROM moved
    WHERE m.deployment = moved.deployment AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1)
  SELECT EXISTS (SELECT FROM updated)
$$);

-- No change of the members: the version stays.
INSERT INTO orleansquery VALUES ('UpdateIAmAlivetimeKey', $$
  UPDATE membership SET alive_at = @IAmAliveTime
  WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$);

-- One row at least, so that the version comes even where there is no member.
INSERT INTO orleansquery VALUES ('MembershipReadAllKey', $$
  SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
    m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
    m.started_at AS StartTime, m.alive_at AS IAmAliveTime, v.version AS Version
  FROM membership_version v LEFT JOIN membership m ON m.deployment = v.deployment
  WHERE v.deployment = @DeploymentId
$$);

INSERT INTO orleansquery VALUES ('MembershipReadRowKey', $$
  SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
    m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
    m.started_at AS StartTime, m.alive_at AS IAmAliveTime, v.version AS Version
  FROM membership_version v
  LEFT JOIN membership m ON m.deployment = v.deployment AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
  WHERE v.deployment = @DeploymentId
$$);

INSERT INTO orleansquery VALUES ('GatewaysQueryKey', $$
  SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM membership
  WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0
$$);

-- 3 is Active: whoever lives is never cleaned away, however late its last sign of life.
INSERT INTO orleansquery VALUES ('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM membership WHERE deployment = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$$);

INSERT INTO orleansquery VALUES ('DeleteMembershipTableEntriesKey', $$
  WITH members AS (DELETE FROM membership WHERE deployment = @DeploymentId)
  DELETE FROM membership_version WHERE deployment = @DeploymentId
$$);
