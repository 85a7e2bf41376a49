package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the Idempotency-Key field: 1–255 printable ASCII characters, taken as they are. */
final class IdempotencyKeys {
  private static final Pattern FORM = Pattern.compile("[ -~]{1,255}");

  private IdempotencyKeys() {}

  /**
   * The key, or nothing when the field is absent.
   *
   * @throws KeybearerException {@code IDEMPOTENCY_KEY_INVALID}
   */
  static Optional<String> of(List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (lines.size() > 1 || !FORM.matcher(lines.get(0)).matches()) {
      throw new KeybearerException(ServerProblem.IDEMPOTENCY_KEY_INVALID);
    }
    return Optional.of(lines.get(0));
  }
}
