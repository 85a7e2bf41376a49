CREATE TABLE IF NOT EXISTS keybearer_schema_version (
  part text NOT NULL,
  version bigint NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (part, version)
);
