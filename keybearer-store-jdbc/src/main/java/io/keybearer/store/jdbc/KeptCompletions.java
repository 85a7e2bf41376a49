package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Completions whose row is still to come, out of the spool of another process. */
final class KeptCompletions {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST = 1_000;

  private static final String KEEP = """
      INSERT INTO keybearer_log_kept (
        row_id, caller, status_code, request_data, response_data, execution_time, kept_at, next_try)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ANY_DUE =
      "SELECT k.number FROM keybearer_log_kept k WHERE k.next_try <= ? LIMIT 1";

  private static final String TAKE_DUE = """
      DELETE FROM keybearer_log_kept
      WHERE number IN (
        SELECT k.number FROM keybearer_log_kept k WHERE k.next_try <= ? ORDER BY k.number LIMIT ?)
      RETURNING number, row_id, caller, status_code, request_data, response_data, execution_time,
        kept_at
      """;

  private static final String HAS_ROW =
      "SELECT l.id FROM keybearer_api_key_log l WHERE l.id = ? LIMIT 1";

  private KeptCompletions() {}

  /** One of them, and since when. */
  record Kept(long number, Completion completion, Instant since) {}

  static boolean anyDue(Session session, Instant now) throws SQLException {
    return session.first(ANY_DUE, p -> p.now(now), row -> row.number("number")).isPresent();
  }

  /** Takes those out whose time has come, in the order in which they came. */
  static List<Kept> takeDue(Session session, Instant now) throws SQLException {
    List<Kept> due = new ArrayList<>(session.list(
        TAKE_DUE,
        p -> p.now(now).whole(MOST),
        row -> new Kept(row.number("number"), completion(row), row.instant("kept_at"))));
    due.sort(Comparator.comparingLong(Kept::number));
    return due;
  }

  /**
   * Keeps those of completions just refused that have no row, unless it is too late for one.
   *
   * @return the ids of the others
   */
  static List<LogId> keep(Session session, List<Kept> refused, Instant now) throws SQLException {
    List<Kept> kept = new ArrayList<>();
    List<LogId> settled = new ArrayList<>();
    Set<LogId> withRow = withRow(session, refused);
    for (Kept one : refused) {
      LogId id = one.completion().id();
      Instant end = now.minus(LogDestination.KEPT);
      boolean tooLate = one.since().isBefore(end) || id.at().isBefore(end);
      if (tooLate || withRow.contains(id)) {
        settled.add(id);
      } else {
        kept.add(one);
      }
    }
    session.batch(KEEP, kept, (p, one) -> bind(p, one, now));
    return settled;
  }

  private static Set<LogId> withRow(Session session, List<Kept> refused) throws SQLException {
    Set<LogId> found = new HashSet<>();
    Set<LogId> asked = new HashSet<>();
    for (Kept one : refused) {
      LogId id = one.completion().id();
      if (asked.add(id)
          && session
              .first(HAS_ROW, p -> p.uuid(id.value()), row -> row.uuid("id"))
              .isPresent()) {
        found.add(id);
      }
    }
    return found;
  }

  private static void bind(Parameters p, Kept one, Instant now) throws SQLException {
    Completion completion = one.completion();
    ApiKeyId caller = completion.caller();
    p.uuid(completion.id().value()).uuid(caller == null ? null : caller.value());
    p.whole(completion.statusCode());
    p.nearestText(completion.requestData()).nearestText(completion.responseData());
    p.real(completion.executionTime());
    p.instant(one.since()).instant(now.plus(pause(Duration.between(one.since(), now))));
  }

  /** As long again as it has waited. */
  private static Duration pause(Duration waited) {
    Duration longEnough = waited.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : waited;
    return longEnough.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longEnough;
  }

  private static Completion completion(Row row) throws SQLException {
    @Nullable UUID caller = row.uuidOrNull("caller");
    return new Completion(
        new LogId(row.uuid("row_id")),
        caller == null ? null : new ApiKeyId(caller),
        row.wholeOrNull("status_code"),
        row.textOrNull("request_data"),
        row.textOrNull("response_data"),
        row.realOrNull("execution_time"));
  }
}
