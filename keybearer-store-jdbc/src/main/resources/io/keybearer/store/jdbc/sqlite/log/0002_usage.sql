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
-- latency: how many requests took how long, in fixed classes.

CREATE TABLE keybearer_usage (
  grain INTEGER NOT NULL,
  series INTEGER NOT NULL,
  start INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  latency BLOB NOT NULL,
  PRIMARY KEY (grain, series, start)
) STRICT, WITHOUT ROWID;

CREATE INDEX keybearer_usage_start ON keybearer_usage (grain, start);
