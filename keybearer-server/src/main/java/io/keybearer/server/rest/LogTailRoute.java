package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.Caller;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogTail;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Outlet;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.http.Streams;
import io.keybearer.server.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they come, as server-sent events. The database is read again and again, so that rows of
 * all nodes are told; nobody who follows keeps more in memory than one reading.
 */
final class LogTailRoute {
  private static final String EVENTS = "text/event-stream";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A follower who takes nothing up for so long is left behind. */
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private static final int MOST_SECONDS = 86_400;

  private final Keybearer keybearer;
  private final Streams streams;

  LogTailRoute(Keybearer keybearer, Streams streams) {
    this.keybearer = keybearer;
    this.streams = streams;
  }

  List<Route> routes() {
    Set<String> parameters = new TreeSet<>(Set.of(LogFilterReader.PARAMETERS));
    parameters.removeAll(Set.of("from", "until", "completed", "min_execution_time", "status"));
    parameters.addAll(Set.of("seconds", "after"));
    return List.of(Route.get(
        "/v1/logs/tail", Requirement.holding(ReservedPermission.READ), parameters, this::follow));
  }

  private Answer follow(Call call) {
    Integer seconds = call.parameters().number("seconds", 1, MOST_SECONDS);
    LogId after = call.parameters().read("after", ReportReader::logId);
    LogFilter filter = LogFilterReader.read(keybearer, call);
    String cutOffAt = call.lastEventId();
    if (after == null && cutOffAt != null) {
      // Browsers send it by themselves; one that is no id of ours begins anew.
      after = LogId.parse(cutOffAt).orElse(null);
    }
    Caller caller = call.holder();
    Instant end = keybearer
        .clock()
        .instant()
        .plusSeconds(seconds == null ? MOST_SECONDS : seconds.longValue());
    LogTail tail = keybearer.log().tail(caller, filter, after);
    LogTail.Piece first = tail.next();
    Runnable leave = streams.enter();
    return Answer.streamed(EVENTS, outlet -> {
      outlet.whenClosed(leave);
      Follower follower = new Follower(outlet, tail, end);
      follower.tell(first);
    });
  }

  /** One who follows. On the event loop of its request, but for the reading. */
  private final class Follower {
    private final Outlet outlet;
    private final LogTail tail;
    private final Instant end;
    private Instant heard;

    Follower(Outlet outlet, LogTail tail, Instant end) {
      this.outlet = outlet;
      this.tail = tail;
      this.end = end;
      this.heard = now();
      outlet.send(Buffer.buffer(": rows as they come\n\n"));
    }

    private Instant now() {
      return keybearer.clock().instant();
    }

    void tell(LogTail.Piece piece) {
      Buffer events = Buffer.buffer();
      LogTail.Gap gap = piece.gap();
      if (gap != null) {
        append(events, "gap", null, JsonWriter.object(json -> {
          json.instant("from", gap.from());
          json.instant("until", gap.until());
        }));
      }
      for (ApiKeyLog row : piece.rows()) {
        append(events, "row", row.id().toString(), LogJson.text(row));
      }
      if (events.length() > 0) {
        heard = now();
      } else if (Duration.between(heard, now()).compareTo(HEARTBEAT) >= 0) {
        events.appendString(":\n\n");
        heard = now();
      }
      outlet.send(events);
      outlet.later(PAUSE, this::goOn);
    }

    private void goOn() {
      if (outlet.isStopping() || !now().isBefore(end)) {
        outlet.end();
      } else if (!outlet.isFull()) {
        outlet.onStoreThread(tail::next, this::tell);
      } else if (Duration.between(heard, now()).compareTo(SLOWEST) >= 0) {
        outlet.abort(new SlowFollowerException());
      } else {
        outlet.later(PAUSE, this::goOn);
      }
    }
  }

  private static void append(Buffer to, String event, @Nullable String id, byte[] json) {
    if (id != null) {
      to.appendString("id: " + id + "\n");
    }
    to.appendString("event: " + event + "\ndata: ")
        .appendBytes(json)
        .appendBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Somebody follows who takes nothing up. */
  private static final class SlowFollowerException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }
}
