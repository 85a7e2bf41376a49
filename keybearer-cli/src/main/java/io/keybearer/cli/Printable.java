package io.keybearer.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that is safe to show on a terminal. */
final class Printable {
  private static final Pattern KEY =
      Pattern.compile("[a-z][a-z0-9_]*_[usy](_[a-z0-9]+)?_[0-9A-Za-z]{61}");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

  private Printable() {}

  /** The text on one line, with a mark for what could move the cursor or turn the text around. */
  static String line(@Nullable String text) {
    return text == null ? "-" : UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
  }

  /** The instant to the second. */
  static String instant(@Nullable Instant instant) {
    return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The text without what looks like a key. */
  static String withoutKeys(String text) {
    return KEY.matcher(text).replaceAll("<redacted>");
  }
}
