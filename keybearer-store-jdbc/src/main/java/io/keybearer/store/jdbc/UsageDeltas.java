package io.keybearer.store.jdbc;

import io.keybearer.usage.UsageDelta;
import java.sql.SQLException;
import java.util.List;

/** What batches have counted and nobody has added to the counters yet. */
final class UsageDeltas {
  /** How much is added to the counters in one transaction. */
  private static final int MOST_TOGETHER = 500;

  private static final long MOST_BYTES = 1 << 20;

  private static final String ADD = "INSERT INTO keybearer_usage_delta (body) VALUES (?)";

  private static final String ANY = "SELECT d.number FROM keybearer_usage_delta d LIMIT 1";

  private static final String FIRST = """
      SELECT d.number, length(d.body) AS bytes FROM keybearer_usage_delta d
      ORDER BY d.number LIMIT ?
      """;

  private static final String TAKE =
      "DELETE FROM keybearer_usage_delta WHERE number <= ? RETURNING body";

  private UsageDeltas() {}

  /** Keeps what a batch has counted; for the transaction of the batch. */
  static void add(Session session, UsageDelta delta) throws SQLException {
    if (!delta.isEmpty()) {
      byte[] body = delta.toBytes();
      session.update(ADD, p -> p.bytes(body));
    }
  }

  static boolean any(Session session) throws SQLException {
    return session.first(ANY, p -> {}, row -> row.number("number")).isPresent();
  }

  /** Takes the first of them out, added up. */
  static UsageDelta take(Session session) throws SQLException {
    record Waiting(long number, long bytes) {}
    List<Waiting> first = session.list(
        FIRST,
        p -> p.whole(MOST_TOGETHER),
        row -> new Waiting(row.number("number"), row.number("bytes")));
    UsageDelta sum = new UsageDelta();
    if (first.isEmpty()) {
      return sum;
    }
    long last = first.get(0).number;
    long bytes = 0;
    for (Waiting waiting : first) {
      bytes += waiting.bytes;
      if (bytes > MOST_BYTES) {
        break;
      }
      last = waiting.number;
    }
    long end = last;
    session
        .list(TAKE, p -> p.number(end), row -> UsageDelta.of(row.bytes("body")))
        .forEach(sum::add);
    return sum;
  }
}
