-- Lists and maps: JSON in text, so that both databases read and write them alike.

CREATE TABLE keybearer_company (
  id uuid NOT NULL PRIMARY KEY,
  slug text NOT NULL,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'suspended')),
  max_life text,
  max_scope text CHECK (max_scope IN ('read', 'write', 'admin')),
  default_rate_limit bigint,
  default_rate_limit_window bigint,
  log_retention text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version bigint NOT NULL,
  CHECK ((default_rate_limit IS NULL) = (default_rate_limit_window IS NULL))
);

CREATE UNIQUE INDEX keybearer_company_slug ON keybearer_company (slug);

CREATE INDEX keybearer_company_log_retention ON keybearer_company (id)
WHERE log_retention IS NOT NULL;

INSERT INTO keybearer_company (id, slug, name, status, created_at, updated_at, version)
SELECT '00000000-0000-7000-8000-000000000000'::uuid, 'platform', 'Platform', 'active', now.at, now.at, 1
FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) AS now;

CREATE TABLE keybearer_owner (
  company_id uuid NOT NULL REFERENCES keybearer_company (id),
  "user" text NOT NULL,
  active boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, "user")
);

CREATE TABLE keybearer_api_key (
  id uuid NOT NULL PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES keybearer_company (id),
  name text NOT NULL,
  env text,
  prefix text NOT NULL,
  lookup text NOT NULL,
  hash bytea NOT NULL,
  hash_scheme text NOT NULL,
  type text NOT NULL CHECK (type IN ('user', 'service', 'system')),
  scope text NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  permissions text NOT NULL,
  routes text,
  "user" text,
  not_before timestamptz,
  expires_at timestamptz,
  disabled boolean NOT NULL,
  revoked boolean NOT NULL,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  rotated_from uuid,
  rotated_to uuid,
  retires_at timestamptz,
  lineage uuid NOT NULL,
  allowed_ips text,
  allowed_referers text,
  allow_missing_referer boolean NOT NULL,
  rate_limit bigint,
  rate_limit_window bigint,
  limits text NOT NULL,
  quota bigint,
  quota_period text CHECK (quota_period IN ('day', 'week', 'month')),
  shadow text NOT NULL,
  metadata text NOT NULL,
  tags text NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  version bigint NOT NULL,
  CHECK (revoked = (revoked_at IS NOT NULL)),
  CHECK (revoked = (revoked_by IS NOT NULL)),
  CHECK ((rotated_to IS NULL) = (retires_at IS NULL)),
  CHECK ((rate_limit IS NULL) = (rate_limit_window IS NULL)),
  CHECK ((quota IS NULL) = (quota_period IS NULL))
);

CREATE UNIQUE INDEX keybearer_api_key_prefix ON keybearer_api_key (prefix);
CREATE UNIQUE INDEX keybearer_api_key_lookup ON keybearer_api_key (lookup);
CREATE UNIQUE INDEX keybearer_api_key_live_name ON keybearer_api_key (company_id, name)
  WHERE NOT revoked AND rotated_to IS NULL;
CREATE INDEX keybearer_api_key_company ON keybearer_api_key (company_id, id);
CREATE INDEX keybearer_api_key_user ON keybearer_api_key (company_id, "user") WHERE "user" IS NOT NULL;

CREATE TABLE keybearer_api_key_use (
  api_key uuid NOT NULL PRIMARY KEY REFERENCES keybearer_api_key (id) ON DELETE CASCADE,
  last_used_at timestamptz NOT NULL,
  last_used_ip text
);

CREATE TABLE keybearer_key_event (
  id uuid NOT NULL PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  company_id uuid NOT NULL,
  api_key uuid,
  "user" text,
  "before" text NOT NULL,
  "after" text NOT NULL
);

CREATE INDEX keybearer_key_event_company ON keybearer_key_event (company_id, id);

CREATE TABLE keybearer_feed (
  id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch uuid NOT NULL,
  sequence bigint NOT NULL
);

INSERT INTO keybearer_feed (id, epoch, sequence)
VALUES (1, gen_random_uuid(), 0);

CREATE TABLE keybearer_change (
  sequence bigint NOT NULL PRIMARY KEY,
  company_id uuid NOT NULL,
  lookup text,
  at timestamptz NOT NULL
);

-- max_staleness: milliseconds.
CREATE TABLE keybearer_node (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  started_at timestamptz NOT NULL,
  max_staleness bigint NOT NULL,
  epoch uuid NOT NULL,
  applied bigint NOT NULL,
  beat_at timestamptz NOT NULL
);

CREATE TABLE keybearer_job (
  name text NOT NULL PRIMARY KEY,
  holder text NOT NULL,
  leased_until timestamptz NOT NULL
);

CREATE TABLE keybearer_answer (
  caller text NOT NULL,
  route text NOT NULL,
  idempotency_key text NOT NULL,
  request_digest text NOT NULL,
  answer text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (caller, route, idempotency_key)
);

CREATE INDEX keybearer_answer_at ON keybearer_answer (at);

CREATE TABLE keybearer_quota_use (
  counter uuid NOT NULL,
  period_start timestamptz NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (counter, period_start)
);
