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
