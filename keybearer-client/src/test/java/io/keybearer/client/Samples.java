package io.keybearer.client;

/** Answers as the contract has them. */
final class Samples {
  static final String KEY_ID = "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05";
  static final String COMPANY_ID = "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d00";

  static final String KEY = """
      {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05",
       "company_id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d00", "name": "checkout", "env": null,
       "prefix": "0a1B2c3D4e5F", "type": "service", "scope": "read",
       "permissions": ["orders:read"], "routes": null, "user": null, "not_before": null,
       "expires_at": "2030-01-31T08:00:00.000Z", "disabled": false, "revoked": false,
       "revoked_at": null, "revoked_by": null, "revoked_reason": null, "rotated_from": null,
       "rotated_to": null, "retires_at": null, "allowed_ips": ["192.0.2.0/24"],
       "allowed_referers": null, "allow_missing_referer": false, "rate_limit": 100,
       "rate_limit_window": 60, "limits": [{"name": "burst", "limit": 10, "window": 1}],
       "quota": 1000, "quota_period": "day", "shadow": ["routes"],
       "metadata": {"team": "billing"}, "tags": ["web"],
       "created_at": "2029-11-02T08:00:00.000Z", "created_by": "key:AAAAAAAAAAAA",
       "updated_at": "2029-11-02T08:00:00.123Z", "version": 3,
       "last_used_at": null, "last_used_ip": null, "status": "active"}""";

  static final String COMPANY = """
      {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d00", "slug": "acme", "name": "Acme Ltd",
       "status": "active", "rules": {"max_life": "P90D", "max_scope": "write",
       "default_rate_limit": 1000, "default_rate_limit_window": 3600, "log_retention": "P400D"},
       "created_at": "2029-11-02T08:00:00.000Z", "updated_at": "2029-11-02T08:00:00.000Z",
       "version": 1}""";

  static final String VALID = """
      {"valid": true, "code": "VALID", "rule": null, "log_id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04",
       "api_key": {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05",
       "company_id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d00", "name": "checkout", "env": "test",
       "prefix": "0a1B2c3D4e5F", "type": "user", "scope": "read", "permissions": [],
       "user": "ada@example.com", "expires_at": null, "metadata": {}, "tags": []},
       "rate_limit": {"name": "default", "limit": 100, "window": 60, "remaining": 99, "reset": 1,
       "retry_after": 0}, "shadow_denied": ["routes"]}""";

  static final String EXPLANATION = """
      {"valid": false, "code": "IP_DENIED", "rule": "allowed_ips",
       "at": "2029-12-01T00:00:00.000Z", "now": true,
       "api_key": {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05",
       "company_id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d00", "name": "checkout", "env": null,
       "prefix": "0a1B2c3D4e5F", "type": "service", "scope": "read", "permissions": [],
       "user": null, "expires_at": null, "metadata": {}, "tags": []},
       "log": {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04", "outcome": "VALID",
       "at": "2029-11-30T00:00:00.000Z"},
       "rules": [
        {"rule": "revoked", "code": "REVOKED", "result": "passed", "configured": [], "given": [],
         "detail": "The key is not revoked.", "remaining": null, "retry_after": null},
        {"rule": "allowed_ips", "code": "IP_DENIED", "result": "denied",
         "configured": ["192.0.2.0/24", "2001:db8::/32"], "given": ["198.51.100.7"],
         "detail": "198.51.100.7 lies in none of the entries listed.", "remaining": null,
         "retry_after": null},
        {"rule": "routes", "code": "ROUTE_DENIED", "result": "shadow_denied",
         "configured": ["GET /orders"], "given": [],
         "detail": "The request matches none of the routes listed.", "remaining": null,
         "retry_after": null},
        {"rule": "limits.burst", "code": "RATE_LIMITED", "result": "denied",
         "configured": ["10/60"], "given": ["1"],
         "detail": "0 are left of 10 in 60 s, and the request takes 1.", "remaining": 0,
         "retry_after": 6},
        {"rule": "quota", "code": "QUOTA_EXCEEDED", "result": "not_set", "configured": [],
         "given": [], "detail": "The key has no quota.", "remaining": null, "retry_after": null}]}
      """;

  static final String NOT_FOUND = """
      {"valid": false, "code": "NOT_FOUND", "rule": null, "log_id": null, "api_key": null,
       "rate_limit": null, "shadow_denied": []}""";

  static final String UNAVAILABLE = """
      {"type": "urn:keybearer:problem:store-unavailable", "code": "STORE_UNAVAILABLE",
       "title": "Service Unavailable", "status": 503, "detail": "The database did not answer.",
       "request_id": "r-503", "errors": []}""";

  private Samples() {}

  static String issued(String text) {
    return with(KEY, "\"key\": \"" + text + "\", \"key_shown\": true");
  }

  static String replayed() {
    return with(KEY, "\"key_shown\": false");
  }

  static String with(String object, String members) {
    return object.substring(0, object.length() - 1) + ", " + members + "}";
  }

  static String page(String item, String cursor) {
    return "{\"items\": [" + item + "], \"next_cursor\": " + cursor + "}";
  }

  /** A revoked key, and how far that has come. */
  static String revoked(int applied, int live, int fenced) {
    String key = KEY.replace("\"revoked\": false", "\"revoked\": true")
        .replace("\"revoked_at\": null", "\"revoked_at\": \"2029-12-01T00:00:00.000Z\"");
    return key.substring(0, key.length() - 1)
        + ", \"propagation\": "
        + propagation(applied, live, fenced)
        + "}";
  }

  static String propagation(int applied, int live, int fenced) {
    return "{\"sequence\": 4711, \"complete\": " + (applied == live) + ", \"live_nodes\": " + live
        + ", \"applied_nodes\": " + applied + ", \"fenced_nodes\": " + fenced + "}";
  }

  static final String NODES = """
      {"sequence": 4711, "items": [
       {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d01", "name": "web-1", "self": true,
       "state": "live", "applied": 4711, "behind": 0, "lag_seconds": 0, "max_staleness": "PT5S",
       "started_at": "2029-11-02T08:00:00.000Z", "seen_at": "2029-12-01T00:00:00.000Z"},
       {"id": "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d02", "name": "", "self": false,
       "state": "fenced", "applied": 4700, "behind": 11, "lag_seconds": 12.34,
       "max_staleness": "PT1M30S", "started_at": "2029-11-02T08:00:00.000Z",
       "seen_at": "2029-11-30T23:59:00.000Z"}]}""";
}
