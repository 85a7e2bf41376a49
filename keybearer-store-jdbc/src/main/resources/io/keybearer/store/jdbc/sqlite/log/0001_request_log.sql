-- One row a request made with a key. Ids sort by time; two indexes beside the key, no more.

CREATE TABLE keybearer_api_key_log (
  id TEXT NOT NULL PRIMARY KEY,
  api_key TEXT NOT NULL,
  prefix TEXT NOT NULL,
  company_id TEXT NOT NULL,
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
  at TEXT NOT NULL,
  caller TEXT,
  completed INTEGER NOT NULL CHECK (completed IN (0, 1))
) STRICT;

CREATE INDEX keybearer_api_key_log_key ON keybearer_api_key_log (api_key, id);
CREATE INDEX keybearer_api_key_log_company ON keybearer_api_key_log (company_id, id);

-- How far the spool of a process is written; changed in the transaction of each batch out of it.

CREATE TABLE keybearer_log_spool (
  spool TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- Completions out of spools whose row is still to come, out of another one; for a day at most.

CREATE TABLE keybearer_log_kept (
  number INTEGER NOT NULL PRIMARY KEY,
  row_id TEXT NOT NULL,
  caller TEXT,
  status_code INTEGER,
  request_data TEXT,
  response_data TEXT,
  execution_time REAL,
  kept_at TEXT NOT NULL,
  next_try TEXT NOT NULL
) STRICT;

CREATE INDEX keybearer_log_kept_next_try ON keybearer_log_kept (next_try);
