package io.keybearer.store.jdbc;

import io.keybearer.key.Capture;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is captured, and until when, in two columns of a key and of a company. */
final class CaptureColumns {
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";
  private static final String BOTH = "both";

  private CaptureColumns() {}

  static @Nullable Capture read(Row row, String what, String until) throws SQLException {
    String word = row.textOrNull(what);
    if (word == null) {
      return null;
    }
    return switch (word) {
      case REQUEST -> new Capture(true, false, row.instant(until));
      case RESPONSE -> new Capture(false, true, row.instant(until));
      case BOTH -> new Capture(true, true, row.instant(until));
      default -> throw new SQLDataException("expected a known word in column " + what);
    };
  }

  static void write(Parameters p, @Nullable Capture capture) throws SQLException {
    p.text(capture == null ? null : word(capture));
    p.instant(capture == null ? null : capture.until());
  }

  private static String word(Capture capture) {
    return capture.request() && capture.response() ? BOTH : capture.request() ? REQUEST : RESPONSE;
  }
}
