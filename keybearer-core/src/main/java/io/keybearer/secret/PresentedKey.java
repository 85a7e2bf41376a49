package io.keybearer.secret;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import java.util.Optional;

/**
 * Finds the one key that came with an HTTP request: {@code Authorization: Bearer} (RFC 6750) or
 * {@code X-API-Key}. Never the query, which ends in logs.
 */
public final class PresentedKey {
  /** The field of {@code Bearer} keys. */
  public static final String AUTHORIZATION = "Authorization";

  /** The field of bare keys. */
  public static final String X_API_KEY = "X-API-Key";

  private static final String BEARER = "bearer ";

  private PresentedKey() {}

  /**
   * The key's text as it came, or nothing when none came. Another scheme of authorization counts as
   * none.
   *
   * @param authorization every line of the field {@code Authorization}
   * @param apiKey every line of the field {@code X-API-Key}
   * @throws KeybearerException {@code CREDENTIAL_REPEATED} when there is more than one line
   */
  public static Optional<SecretText> find(List<String> authorization, List<String> apiKey) {
    if (authorization.size() + apiKey.size() > 1) {
      throw new KeybearerException(ProblemCode.CREDENTIAL_REPEATED);
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
