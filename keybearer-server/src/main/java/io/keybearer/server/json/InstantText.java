package io.keybearer.server.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes instants: {@code 2030-01-31T08:00:00.000Z}. */
final class InstantText {
  private static final DateTimeFormatter ANY_YEAR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] FORM = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
  private static final int LAST_YEAR = 9_999;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private InstantText() {}

  /** The text, by hand for years of four digits: a formatter takes ten times as long. */
  static String of(Instant instant) {
    OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
    if (at.getYear() < 0 || at.getYear() > LAST_YEAR) {
      return ANY_YEAR.format(instant);
    }
    byte[] text = FORM.clone();
    write(text, 4, at.getYear());
    write(text, 7, at.getMonthValue());
    write(text, 10, at.getDayOfMonth());
    write(text, 13, at.getHour());
    write(text, 16, at.getMinute());
    write(text, 19, at.getSecond());
    write(text, 23, at.getNano() / NANOS_PER_MILLI);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** Writes digits that end before a place; what they do not reach stays zero. */
  private static void write(byte[] text, int end, int number) {
    int rest = number;
    for (int i = end - 1; rest > 0; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
