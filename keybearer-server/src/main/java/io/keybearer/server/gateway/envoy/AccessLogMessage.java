package io.keybearer.server.gateway.envoy;

import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.server.gateway.IdentityFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message {@code StreamAccessLogsMessage}: of each HTTP entry the row that it belongs to,
 * the status, and how long it took. Entries of requests that were never checked have no row, and are
 * left out.
 */
final class AccessLogMessage {
  /** The name of the row's id among the metadata that the check answered. */
  static final String LOG_ID = "log_id";

  private static final String FILTER = "envoy.filters.http.ext_authz";
  private static final String HEADER = IdentityFields.LOG_ID.toLowerCase(Locale.ROOT);
  private static final double MILLIS_A_SECOND = 1_000;
  private static final double NANOS_A_MILLI = 1_000_000;

  private AccessLogMessage() {}

  /**
   * Reads one.
   *
   * @throws MalformedMessageException when it is none
   */
  static List<LogReport> read(byte[] bytes) {
    List<LogReport> reports = new ArrayList<>();
    ProtoReader message = new ProtoReader(bytes);
    while (message.next()) {
      if (message.field() != 2) {
        message.skip();
        continue;
      }
      ProtoReader entries = message.message();
      while (entries.next()) {
        if (entries.field() == 1) {
          LogReport report = new Entry().read(entries.message());
          if (report != null) {
            reports.add(report);
          }
        } else {
          entries.skip();
        }
      }
    }
    return reports;
  }

  /** One entry, as far as it has been read. */
  private static final class Entry {
    private @Nullable String byCheck;
    private @Nullable Integer status;
    private @Nullable Double duration;
    private @Nullable Double untilLastByte;
    private final Map<String, String> headers = new HashMap<>();

    @Nullable
    LogReport read(ProtoReader entry) {
      while (entry.next()) {
        switch (entry.field()) {
          case 1 -> common(entry.message());
          case 3 -> headersAt(13, entry.message());
          case 4 -> response(entry.message());
          default -> entry.skip();
        }
      }
      String text = byCheck == null ? headers.get(HEADER) : byCheck;
      LogId row = text == null ? null : LogId.parse(text).orElse(null);
      Double millis = duration == null ? untilLastByte : duration;
      boolean known = status != null && status >= 100 && status <= 599;
      return row == null
          ? null
          : new LogReport.OfVerification(
              row,
              known ? status : null,
              millis != null && millis >= 0 && millis <= LogReport.MOST_MILLIS ? millis : null);
    }

    private void common(ProtoReader common) {
      while (common.next()) {
        switch (common.field()) {
          case 12 -> untilLastByte = millis(common.message());
          case 17 -> metadata(common.message());
          case 23 -> duration = millis(common.message());
          default -> common.skip();
        }
      }
    }

    private void response(ProtoReader response) {
      while (response.next()) {
        switch (response.field()) {
          case 1 -> status = (int) Math.min(1_000, unwrapped(response.message()));
          case 4 -> response.entry(headers);
          default -> response.skip();
        }
      }
    }

    private void headersAt(int field, ProtoReader properties) {
      while (properties.next()) {
        if (properties.field() == field) {
          properties.entry(headers);
        } else {
          properties.skip();
        }
      }
    }

    private void metadata(ProtoReader metadata) {
      while (metadata.next()) {
        if (metadata.field() == 1) {
          filter(metadata.message());
        } else {
          metadata.skip();
        }
      }
    }

    private void filter(ProtoReader entry) {
      String name = "";
      while (entry.next()) {
        switch (entry.field()) {
          case 1 -> name = entry.text();
          case 2 -> struct(name, entry.message());
          default -> entry.skip();
        }
      }
    }

    private void struct(String filter, ProtoReader struct) {
      while (struct.next()) {
        if (struct.field() == 1 && filter.equals(FILTER)) {
          member(struct.message());
        } else {
          struct.skip();
        }
      }
    }

    private void member(ProtoReader member) {
      String name = "";
      while (member.next()) {
        switch (member.field()) {
          case 1 -> name = member.text();
          case 2 -> value(name, member.message());
          default -> member.skip();
        }
      }
    }

    private void value(String name, ProtoReader value) {
      while (value.next()) {
        if (value.field() == 3 && name.equals(LOG_ID)) {
          byCheck = value.text();
        } else {
          value.skip();
        }
      }
    }

    private static long unwrapped(ProtoReader wrapper) {
      long number = 0;
      while (wrapper.next()) {
        if (wrapper.field() == 1) {
          number = wrapper.number();
        } else {
          wrapper.skip();
        }
      }
      return number;
    }

    private static double millis(ProtoReader span) {
      long seconds = 0;
      long nanos = 0;
      while (span.next()) {
        switch (span.field()) {
          case 1 -> seconds = span.number();
          case 2 -> nanos = span.number();
          default -> span.skip();
        }
      }
      return seconds * MILLIS_A_SECOND + nanos / NANOS_A_MILLI;
    }
  }
}
