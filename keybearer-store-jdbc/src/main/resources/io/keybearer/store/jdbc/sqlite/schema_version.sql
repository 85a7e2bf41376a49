CREATE TABLE IF NOT EXISTS keybearer_schema_version (
  part TEXT NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  PRIMARY KEY (part, version)
) STRICT;
