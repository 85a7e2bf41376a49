package io.keybearer.store.jdbc;

import io.keybearer.usage.LatencyHistogram;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageTally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code keybearer_usage}. Changed under one lock, see {@link UsageFolding}. */
final class UsageCounters {
  private static final int TOGETHER = 64;
  private static final int MOST_DROPPED = 10_000;

  private static final String FIND =
      """
      SELECT u.grain, u.part, u.series, u.start, u.requests, u.latency FROM keybearer_usage u
      WHERE (u.grain, u.part, u.series, u.start) IN (VALUES %s)
      """.formatted(String.join(", ", java.util.Collections.nCopies(TOGETHER, "(?, ?, ?, ?)")));

  private static final String PUT = """
      INSERT INTO keybearer_usage (grain, part, series, start, requests, latency)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (grain, part, series, start)
      DO UPDATE SET requests = excluded.requests, latency = excluded.latency
      """;

  private static final String DROP = """
      DELETE FROM keybearer_usage WHERE (grain, part, series, start) IN (
        SELECT u.grain, u.part, u.series, u.start FROM keybearer_usage u
        WHERE u.grain = ? AND u.part <= ? AND u.start < ? ORDER BY u.part LIMIT ?)
      """;

  private UsageCounters() {}

  /** Which counter. */
  record Place(int grain, long part, long series, long start) {
    static Place of(UsageGrain grain, long series, long minute) {
      return new Place(grain.minutes(), partOf(grain, minute), series, grain.startOf(minute));
    }
  }

  /** The part that holds the counters of a minute. */
  static long partOf(UsageGrain grain, long minute) {
    return (grain == UsageGrain.MINUTE ? UsageGrain.HOUR : UsageGrain.DAY).startOf(minute);
  }

  /** Those of these places that there are. */
  static Map<Place, UsageTally> find(Session session, Collection<Place> places)
      throws SQLException {
    List<Place> wanted = new ArrayList<>(places);
    Map<Place, UsageTally> found = new HashMap<>();
    for (int from = 0; from < wanted.size(); from += TOGETHER) {
      List<Place> some = wanted.subList(from, Math.min(from + TOGETHER, wanted.size()));
      session
          .list(FIND, p -> bindAll(p, some), row -> Map.entry(place(row), tally(row)))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  /** A place that is not needed asks for the last counter again. */
  private static void bindAll(Parameters p, List<Place> places) throws SQLException {
    for (int i = 0; i < TOGETHER; i++) {
      Place place = places.get(Math.min(i, places.size() - 1));
      bind(p, place);
    }
  }

  private static void bind(Parameters p, Place place) throws SQLException {
    p.whole(place.grain).number(place.part).number(place.series).number(place.start);
  }

  /** Writes counters, in the order in which the table has them. */
  static void put(Session session, Map<Place, UsageTally> counters) throws SQLException {
    List<Map.Entry<Place, UsageTally>> ordered = new ArrayList<>(counters.entrySet());
    ordered.sort(Map.Entry.comparingByKey(Comparator.comparingInt(Place::grain)
        .thenComparingLong(Place::part)
        .thenComparingLong(Place::series)
        .thenComparingLong(Place::start)));
    session.batch(PUT, ordered, (p, entry) -> {
      bind(p, entry.getKey());
      p.number(entry.getValue().requests()).bytes(entry.getValue().latency().toBytes());
    });
  }

  /** Drops some counters of spans that are no longer kept, and says how many. */
  static int drop(Session session, UsageGrain grain, Instant now) throws SQLException {
    long kept = grain.firstKept(now);
    return session.update(
        DROP,
        p -> p.whole(grain.minutes()).number(partOf(grain, kept)).number(kept).whole(MOST_DROPPED));
  }

  private static Place place(Row row) throws SQLException {
    return new Place(
        (int) row.number("grain"), row.number("part"), row.number("series"), row.number("start"));
  }

  private static UsageTally tally(Row row) throws SQLException {
    LatencyHistogram latency = new LatencyHistogram();
    latency.add(row.bytes("latency"));
    return new UsageTally(row.number("requests"), latency);
  }
}
