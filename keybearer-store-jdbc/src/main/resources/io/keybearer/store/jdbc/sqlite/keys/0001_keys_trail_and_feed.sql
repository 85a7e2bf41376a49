-- Instants: TEXT in the one form 2026-11-23T10:15:30.123Z, which sorts by time.
-- Ids: TEXT, the canonical form in lower case. Lists and maps: JSON in TEXT.

CREATE TABLE keybearer_company (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
  max_life TEXT,
  max_scope TEXT CHECK (max_scope IN ('read', 'write', 'admin')),
  default_rate_limit INTEGER,
  default_rate_limit_window INTEGER,
  log_retention TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((default_rate_limit IS NULL) = (default_rate_limit_window IS NULL))
) STRICT;

CREATE UNIQUE INDEX keybearer_company_slug ON keybearer_company (slug);

CREATE INDEX keybearer_company_log_retention ON keybearer_company (id)
WHERE log_retention IS NOT NULL;

INSERT INTO keybearer_company (id, slug, name, status, created_at, updated_at, version)
SELECT '00000000-0000-7000-8000-000000000000', 'platform', 'Platform', 'active', now.at, now.at, 1
FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS at) AS now;

CREATE TABLE keybearer_owner (
  company_id TEXT NOT NULL REFERENCES keybearer_company (id),
  "user" TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (company_id, "user")
) STRICT, WITHOUT ROWID;

CREATE TABLE keybearer_api_key (
  id TEXT NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES keybearer_company (id),
  name TEXT NOT NULL,
  env TEXT,
  prefix TEXT NOT NULL,
  lookup TEXT NOT NULL,
  hash BLOB NOT NULL,
  hash_scheme TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('user', 'service', 'system')),
  scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  permissions TEXT NOT NULL,
  routes TEXT,
  "user" TEXT,
  not_before TEXT,
  expires_at TEXT,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  revoked INTEGER NOT NULL CHECK (revoked IN (0, 1)),
  revoked_at TEXT,
  revoked_by TEXT,
  revoked_reason TEXT,
  rotated_from TEXT,
  rotated_to TEXT,
  retires_at TEXT,
  lineage TEXT NOT NULL,
  allowed_ips TEXT,
  allowed_referers TEXT,
  allow_missing_referer INTEGER NOT NULL CHECK (allow_missing_referer IN (0, 1)),
  rate_limit INTEGER,
  rate_limit_window INTEGER,
  limits TEXT NOT NULL,
  quota INTEGER,
  quota_period TEXT CHECK (quota_period IN ('day', 'week', 'month')),
  shadow TEXT NOT NULL,
  metadata TEXT NOT NULL,
  tags TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((revoked = 1) = (revoked_at IS NOT NULL)),
  CHECK ((revoked = 1) = (revoked_by IS NOT NULL)),
  CHECK ((rotated_to IS NULL) = (retires_at IS NULL)),
  CHECK ((rate_limit IS NULL) = (rate_limit_window IS NULL)),
  CHECK ((quota IS NULL) = (quota_period IS NULL))
) STRICT;

CREATE UNIQUE INDEX keybearer_api_key_prefix ON keybearer_api_key (prefix);
CREATE UNIQUE INDEX keybearer_api_key_lookup ON keybearer_api_key (lookup);
CREATE UNIQUE INDEX keybearer_api_key_live_name ON keybearer_api_key (company_id, name)
  WHERE revoked = 0 AND rotated_to IS NULL;
CREATE INDEX keybearer_api_key_company ON keybearer_api_key (company_id, id);
CREATE INDEX keybearer_api_key_user ON keybearer_api_key (company_id, "user") WHERE "user" IS NOT NULL;

CREATE TABLE keybearer_api_key_use (
  api_key TEXT NOT NULL PRIMARY KEY REFERENCES keybearer_api_key (id) ON DELETE CASCADE,
  last_used_at TEXT NOT NULL,
  last_used_ip TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE keybearer_key_event (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  company_id TEXT NOT NULL,
  api_key TEXT,
  "user" TEXT,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL
) STRICT;

CREATE INDEX keybearer_key_event_company ON keybearer_key_event (company_id, id);

CREATE TABLE keybearer_feed (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;

INSERT INTO keybearer_feed (id, epoch, sequence)
VALUES (1, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
  || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), 0);

CREATE TABLE keybearer_change (
  sequence INTEGER NOT NULL PRIMARY KEY,
  company_id TEXT NOT NULL,
  lookup TEXT,
  at TEXT NOT NULL
) STRICT;

-- max_staleness: milliseconds.
CREATE TABLE keybearer_node (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  started_at TEXT NOT NULL,
  max_staleness INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  applied INTEGER NOT NULL,
  beat_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keybearer_job (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  leased_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keybearer_answer (
  caller TEXT NOT NULL,
  route TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (caller, route, idempotency_key)
) STRICT;

CREATE INDEX keybearer_answer_at ON keybearer_answer (at);

CREATE TABLE keybearer_quota_use (
  counter TEXT NOT NULL,
  period_start TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (counter, period_start)
) STRICT, WITHOUT ROWID;
