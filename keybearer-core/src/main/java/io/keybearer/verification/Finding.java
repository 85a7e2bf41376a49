package io.keybearer.verification;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/**
 * Why a rule comes to what it comes to.
 *
 * @param text the sentence
 * @param arguments what fills its places; nothing that a request says as it came, but only what was
 *     parsed: addresses, methods, names of permissions
 */
record Finding(ExplanationText text, List<String> arguments) {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  Finding {
    arguments = List.copyOf(arguments);
  }

  static Finding of(ExplanationText text, Object... arguments) {
    return new Finding(text, Arrays.stream(arguments).map(Finding::text).toList());
  }

  /** A value as answers write it: instants in UTC with milliseconds. */
  static String text(Object value) {
    return value instanceof Instant instant ? INSTANT.format(instant) : value.toString();
  }
}
