package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.secret.SecretText;
import io.keybearer.server.problem.ServerProblem;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** Finds the one key that came with a request: {@code Authorization: Bearer} or {@code X-API-Key}. */
final class Credentials {
  private static final String BEARER = "bearer ";

  private Credentials() {}

  /**
   * The key's text as it came, or nothing when none came. Another scheme of authorization counts as
   * none.
   *
   * @throws KeybearerException {@code CREDENTIAL_REPEATED} when there is more than one
   */
  static Optional<SecretText> of(HttpServerRequest request) {
    List<String> authorization = Fields.lines(request, Fields.AUTHORIZATION);
    List<String> apiKey = Fields.lines(request, Fields.X_API_KEY);
    if (authorization.size() + apiKey.size() > 1) {
      throw new KeybearerException(ServerProblem.CREDENTIAL_REPEATED);
    }
    if (!apiKey.isEmpty()) {
      return Optional.of(SecretText.of(apiKey.get(0).strip()));
    }
    if (!authorization.isEmpty()) {
      String field = authorization.get(0);
      if (field.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        return Optional.of(SecretText.of(field.substring(BEARER.length()).strip()));
      }
    }
    return Optional.empty();
  }
}
