-- Ids: BLOB, their 16 bytes, which sort by time. Instants: INTEGER, milliseconds since 1970.

-- One row a request made with a key, in the tree of the ids itself; two indexes beside it, no more.

CREATE TABLE keybearer_api_key_log (
  id BLOB NOT NULL PRIMARY KEY,
  api_key BLOB NOT NULL,
  prefix TEXT NOT NULL,
  company_id BLOB NOT NULL,
  endpoint TEXT,
  method TEXT,
  status_code INTEGER,
  ip_address TEXT,
  user_agent TEXT,
  referer TEXT,
  request_data TEXT,
  response_data TEXT,
  execution_time REAL,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL,
  caller BLOB,
  completed INTEGER NOT NULL CHECK (completed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX keybearer_api_key_log_key ON keybearer_api_key_log (api_key, id);
CREATE INDEX keybearer_api_key_log_company ON keybearer_api_key_log (company_id, id);

-- How far the spool of a process is written; changed in the transaction of each batch out of it.

CREATE TABLE keybearer_log_spool (
  spool BLOB NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Completions out of spools whose row is still to come, out of another one; for a day at most.

CREATE TABLE keybearer_log_kept (
  number INTEGER NOT NULL PRIMARY KEY,
  row_id BLOB NOT NULL,
  caller BLOB,
  status_code INTEGER,
  request_data TEXT,
  response_data TEXT,
  execution_time REAL,
  kept_at INTEGER NOT NULL,
  next_try INTEGER NOT NULL
) STRICT;

CREATE INDEX keybearer_log_kept_next_try ON keybearer_log_kept (next_try);

-- Requests counted. Each batch of the log adds one row of counts in its own transaction, and waits
-- for nobody; later the counts are added to the counters and the row is gone.

CREATE TABLE keybearer_usage_delta (
  number INTEGER NOT NULL PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;

-- What requests have in common that are counted together. Never changed. Empty and 0: not known.

CREATE TABLE keybearer_usage_series (
  id INTEGER NOT NULL PRIMARY KEY,
  company_id BLOB NOT NULL,
  api_key BLOB NOT NULL,
  endpoint TEXT NOT NULL,
  method TEXT NOT NULL,
  status_code INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX keybearer_usage_series_key ON keybearer_usage_series
  (api_key, endpoint, method, status_code, outcome, company_id);
CREATE INDEX keybearer_usage_series_company ON keybearer_usage_series (company_id);

-- The counters. grain: how many minutes a span has; start: its first minute, counted from 1970;
-- latency: how many requests took how long, in fixed classes. part: the first minute of the hour that
-- a minute is in, or of the day that anything longer is in. Counters of a part lie together, so that
-- counting what comes now touches few pages; within it, those of a series do.

CREATE TABLE keybearer_usage (
  grain INTEGER NOT NULL,
  part INTEGER NOT NULL,
  series INTEGER NOT NULL,
  start INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  latency BLOB NOT NULL,
  PRIMARY KEY (grain, part, series, start)
) STRICT, WITHOUT ROWID;
