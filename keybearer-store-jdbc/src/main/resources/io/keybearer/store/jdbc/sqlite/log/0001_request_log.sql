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
