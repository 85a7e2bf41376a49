-- One row a request made with a key. Ids sort by time; two indexes beside the key, no more.

CREATE TABLE keybearer_api_key_log (
  id uuid NOT NULL PRIMARY KEY,
  api_key uuid NOT NULL,
  prefix text NOT NULL,
  company_id uuid NOT NULL,
  endpoint text,
  method text,
  status_code integer,
  ip_address text,
  user_agent text,
  referer text,
  request_data text,
  response_data text,
  execution_time double precision,
  outcome text NOT NULL,
  at timestamptz NOT NULL,
  caller uuid,
  completed boolean NOT NULL
);

CREATE INDEX keybearer_api_key_log_key ON keybearer_api_key_log (api_key, id);
CREATE INDEX keybearer_api_key_log_company ON keybearer_api_key_log (company_id, id);

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
