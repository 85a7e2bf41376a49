package io.keybearer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keybearer.client.Report;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a gateway's access log, as far as it says which row of the request log it completes,
 * with what status, and how long the request took.
 */
final class AccessLogLine {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String ROW = "X-Keybearer-Log-Id";
  private static final int CANONICAL_UUID = 36;
  private static final double MOST_MILLIS = 1_000_000_000;
  private static final double MILLIS_A_SECOND = 1_000;

  private @Nullable String row;
  private int status;
  private double millis = -1;

  private AccessLogLine() {}

  /** Who writes the log. */
  enum Format {
    /** The {@code log_format} of the documentation, whose lines are what the server takes. */
    NGINX,
    /** Caddy's own JSON, where the answer's header names the row. */
    CADDY
  }

  /** What a line reports; nothing when it is of a request that was not checked, or no such line. */
  static Optional<Report> read(Format format, String line) {
    AccessLogLine read = new AccessLogLine();
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (format == Format.NGINX) {
          read.nginx(name, json);
        } else {
          read.caddy(name, json);
        }
      }
    } catch (IOException noJson) {
      return Optional.empty();
    }
    return read.report();
  }

  private void nginx(String name, JsonParser json) throws IOException {
    switch (name) {
      case "log_id" -> row = json.getValueAsString();
      case "status_code" -> status = json.getValueAsInt();
      case "execution_time" -> millis = json.getValueAsDouble(-1);
      default -> json.skipChildren();
    }
  }

  private void caddy(String name, JsonParser json) throws IOException {
    switch (name) {
      case "status" -> status = json.getValueAsInt();
      case "duration" -> millis = json.getValueAsDouble(-1) * MILLIS_A_SECOND;
      case "resp_headers" -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          answered(json);
        }
      }
      default -> json.skipChildren();
    }
  }

  private void answered(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean ours = json.currentName().equalsIgnoreCase(ROW);
      json.nextToken();
      if (ours && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          row = json.getValueAsString();
          json.skipChildren();
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private Optional<Report> report() {
    String id = row;
    boolean whole = id != null
        && isId(id)
        && status >= 100
        && status <= 599
        && millis >= 0
        && millis <= MOST_MILLIS;
    return whole && id != null
        ? Optional.of(Report.completing(id, status, millis))
        : Optional.empty();
  }

  private static boolean isId(String text) {
    try {
      return text.length() == CANONICAL_UUID && UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException other) {
      return false;
    }
  }
}
