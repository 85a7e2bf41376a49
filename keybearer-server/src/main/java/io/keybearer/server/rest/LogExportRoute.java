package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.Caller;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Outlet;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.http.Streams;
import io.keybearer.server.json.Forms;
import io.keybearer.store.Cursor;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All rows that are wanted, newest first, in one answer that is made while it is sent: page after
 * page, and the next one when the client has taken up enough.
 */
final class LogExportRoute {
  private static final int MOST_AT_ONCE = 4;

  private final Keybearer keybearer;
  private final Streams streams;

  LogExportRoute(Keybearer keybearer, Streams streams) {
    this.keybearer = keybearer;
    this.streams = streams.beside(MOST_AT_ONCE);
  }

  /** How rows are written. */
  private enum Format {
    CSV("text/csv; charset=utf-8"),
    NDJSON("application/x-ndjson");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    Buffer head() {
      return this == CSV ? Buffer.buffer(LogCsv.HEADER) : Buffer.buffer();
    }

    Buffer rows(List<ApiKeyLog> rows) {
      if (this == NDJSON) {
        Buffer lines = Buffer.buffer();
        rows.forEach(row -> lines.appendBytes(LogJson.text(row)).appendByte((byte) '\n'));
        return lines;
      }
      StringBuilder lines = new StringBuilder();
      rows.forEach(row -> LogCsv.append(lines, row));
      return Buffer.buffer(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  List<Route> routes() {
    Set<String> parameters = new TreeSet<>(Set.of(LogFilterReader.PARAMETERS));
    parameters.add("format");
    return List.of(Route.get(
        "/v1/logs/export", Requirement.holding(ReservedPermission.READ), parameters, this::export));
  }

  private Answer export(Call call) {
    Format asked = call.parameters().read("format", Forms.oneOf(Format.values(), Format::wireName));
    LogFilter filter = LogFilterReader.read(keybearer, call);
    Format format = asked == null ? Format.NDJSON : asked;
    Rows rows = new Rows(call.holder(), filter, format);
    Page<ApiKeyLog> first = rows.page(null);
    Buffer beginning = format.head().appendBuffer(format.rows(first.items()));
    Runnable leave = streams.enter();
    return Answer.streamed(format.mediaType, outlet -> {
          outlet.whenClosed(leave);
          rows.send(outlet, new Piece(beginning, first.next()));
        })
        .with(
            "Content-Disposition",
            "attachment; filename=\"keybearer-logs." + format.wireName() + "\"");
  }

  /** A part of the text, and where the next one begins. */
  private record Piece(Buffer text, @Nullable Cursor next) {}

  /** The rows of one export. */
  private final class Rows {
    private final Caller caller;
    private final LogFilter filter;
    private final Format format;

    Rows(Caller caller, LogFilter filter, Format format) {
      this.caller = caller;
      this.filter = filter;
      this.format = format;
    }

    Page<ApiKeyLog> page(@Nullable Cursor after) {
      return keybearer.log().list(caller, filter, new PageRequest(PageRequest.MOST, after));
    }

    void send(Outlet outlet, Piece piece) {
      outlet.send(piece.text);
      Cursor next = piece.next;
      if (next == null) {
        outlet.end();
      } else if (outlet.isStopping()) {
        outlet.abort(new StoppedException());
      } else {
        outlet.whenRoom(() -> outlet.onStoreThread(() -> read(next), more -> send(outlet, more)));
      }
    }

    private Piece read(Cursor after) {
      Page<ApiKeyLog> page = page(after);
      return new Piece(format.rows(page.items()), page.next());
    }
  }

  /** The server ends before an export does. */
  private static final class StoppedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }
}
