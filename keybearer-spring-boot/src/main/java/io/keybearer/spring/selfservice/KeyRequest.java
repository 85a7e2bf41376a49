package io.keybearer.spring.selfservice;

import io.keybearer.key.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks a new key to be, as it came; null is what was not said.
 *
 * @param name its name
 * @param env the environment that its text names
 * @param scope how far it reaches
 * @param permissions finer powers
 * @param expiresAt when it ends
 * @param allowedIps where it may be used from
 * @param allowedReferers pages that may use it
 * @param rateLimit how often it may be used in a window
 * @param rateLimitWindow that window in seconds
 */
record KeyRequest(
    @Nullable String name,
    @Nullable String env,
    @Nullable Scope scope,
    List<String> permissions,
    @Nullable Instant expiresAt,
    @Nullable List<String> allowedIps,
    @Nullable List<String> allowedReferers,
    @Nullable Long rateLimit,
    @Nullable Long rateLimitWindow) {
  KeyRequest {
    permissions = List.copyOf(permissions);
  }

  /**
   * Reads it.
   *
   * @throws io.keybearer.problem.InvalidRequestException with every member that is wrong
   */
  static KeyRequest read(StrictObject body) {
    KeyRequest request = new KeyRequest(
        body.text("name"),
        body.text("env"),
        body.word("scope", "read, write, admin", Scope::fromWireName),
        body.textsOrNone("permissions"),
        body.instant("expires_at"),
        body.texts("allowed_ips"),
        body.texts("allowed_referers"),
        body.number("rate_limit"),
        body.number("rate_limit_window"));
    body.finish();
    return request;
  }
}
