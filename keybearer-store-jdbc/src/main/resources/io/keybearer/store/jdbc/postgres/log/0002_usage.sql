-- Requests counted. Each batch of the log adds one row of counts in its own transaction, and waits
-- for nobody; later the counts are added to the counters and the row is gone.

CREATE TABLE keybearer_usage_delta (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body bytea NOT NULL
);

-- What requests have in common that are counted together. Never changed. Empty and 0: not known.

CREATE TABLE keybearer_usage_series (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id uuid NOT NULL,
  api_key uuid NOT NULL,
  endpoint text NOT NULL,
  method text NOT NULL,
  status_code integer NOT NULL,
  outcome text NOT NULL
);

CREATE UNIQUE INDEX keybearer_usage_series_key ON keybearer_usage_series
  (api_key, endpoint, method, status_code, outcome, company_id);
CREATE INDEX keybearer_usage_series_company ON keybearer_usage_series (company_id);

-- The counters. grain: how many minutes a span has; start: its first minute, counted from 1970;
-- latency: how many requests took how long, in fixed classes.

CREATE TABLE keybearer_usage (
  grain integer NOT NULL,
  series bigint NOT NULL,
  start bigint NOT NULL,
  requests bigint NOT NULL,
  latency bytea NOT NULL,
  PRIMARY KEY (grain, series, start)
);

CREATE INDEX keybearer_usage_start ON keybearer_usage (grain, start);
