-- One row a request made with a key, in one partition for the ids of each day: keybearer_api_key_log_
-- and the day (20261127), made as they are needed and dropped when nobody keeps the day any more.
-- Ids sort by time; two indexes beside the key, no more. What is short stands first: it wants no gaps.

CREATE TABLE keybearer_api_key_log (
  id uuid NOT NULL PRIMARY KEY,
  api_key uuid NOT NULL,
  company_id uuid NOT NULL,
  caller uuid,
  at timestamptz NOT NULL,
  execution_time double precision,
  status_code integer,
  completed boolean NOT NULL,
  prefix text NOT NULL,
  outcome text NOT NULL,
  method text,
  endpoint text,
  ip_address text,
  user_agent text,
  referer text,
  request_data text,
  response_data text
) PARTITION BY RANGE (id);

CREATE INDEX keybearer_api_key_log_key ON keybearer_api_key_log (api_key, id);
CREATE INDEX keybearer_api_key_log_company ON keybearer_api_key_log (company_id, id);

-- Rows of days without a partition, as clocks that are wrong make them. No row is ever refused.

CREATE TABLE keybearer_api_key_log_default PARTITION OF keybearer_api_key_log DEFAULT;

-- How far the spool of a process is written; changed in the transaction of each batch out of it.

CREATE TABLE keybearer_log_spool (
  spool uuid NOT NULL PRIMARY KEY,
  position bigint NOT NULL,
  at timestamptz NOT NULL
);

-- Completions out of spools whose row is still to come, out of another one; for a day at most.

CREATE TABLE keybearer_log_kept (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  row_id uuid NOT NULL,
  caller uuid,
  status_code integer,
  request_data text,
  response_data text,
  execution_time double precision,
  kept_at timestamptz NOT NULL,
  next_try timestamptz NOT NULL
);

CREATE INDEX keybearer_log_kept_next_try ON keybearer_log_kept (next_try);

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
-- latency: how many requests took how long, in fixed classes. part: the first minute of the hour that
-- a minute is in, or of the day that anything longer is in. Counters of a part lie together, so that
-- counting what comes now touches few pages; within it, those of a series do.

CREATE TABLE keybearer_usage (
  grain integer NOT NULL,
  part bigint NOT NULL,
  series bigint NOT NULL,
  start bigint NOT NULL,
  requests bigint NOT NULL,
  latency bytea NOT NULL,
  PRIMARY KEY (grain, part, series, start)
);
