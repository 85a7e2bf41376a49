package io.keybearer.store.jdbc;

import io.keybearer.key.CompanyId;
import io.keybearer.store.jdbc.UsageCounters.Place;
import io.keybearer.usage.EndpointTemplate;
import io.keybearer.usage.UsageDelta;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageSeries;
import io.keybearer.usage.UsageTally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How what batches have counted is added to the counters: some batches in one transaction, which
 * ends with them gone and their counts there, or with nothing changed. One process does so at a time.
 */
final class UsageFolding {
  // Any number will do that is always the same and that nobody else locks.
  private static final long LOCK = 0x6b65_7962_7573_6167L;

  private final Session session;
  private final Map<UsageSeries, Long> numbers = new HashMap<>();

  private UsageFolding(Session session) {
    this.session = session;
  }

  /** Adds some; for a transaction of its own. */
  static boolean fold(Session session) throws SQLException {
    session.dialect().lockNumber(session, LOCK);
    UsageDelta delta = UsageDeltas.take(session);
    if (!delta.isEmpty()) {
      new UsageFolding(session).add(delta);
    }
    return UsageDeltas.any(session);
  }

  /** Drops some counters that are no longer kept; for a transaction of its own. */
  static int drop(Session session, UsageGrain grain, Instant now) throws SQLException {
    session.dialect().lockNumber(session, LOCK);
    return UsageCounters.drop(session, grain, now);
  }

  private void add(UsageDelta delta) throws SQLException {
    Set<UsageSeries> came = new LinkedHashSet<>();
    delta.tallies().keySet().forEach(place -> came.add(place.series()));
    number(came);
    Map<UsageDelta.Place, UsageSeries> named = named(delta);
    addMissing(new LinkedHashSet<>(named.values()));
    Map<Place, UsageTally> changes = new HashMap<>();
    for (var entry : delta.tallies().entrySet()) {
      long series = number(Objects.requireNonNull(named.get(entry.getKey())));
      for (UsageGrain grain : UsageGrain.values()) {
        changes
            .computeIfAbsent(
                Place.of(grain, series, entry.getKey().minute()), place -> new UsageTally())
            .add(entry.getValue());
      }
    }
    UsageCounters.find(session, changes.keySet())
        .forEach((place, before) -> changes.merge(place, before, UsageFolding::sum));
    UsageCounters.put(session, changes);
  }

  private static UsageTally sum(UsageTally change, UsageTally before) {
    change.add(before);
    return change;
  }

  /**
   * Under which series everything is counted: where a company has had too many endpoints on a day,
   * what comes then is counted under one name. Whoever has a counter of that day has a name.
   */
  private Map<UsageDelta.Place, UsageSeries> named(UsageDelta delta) throws SQLException {
    Map<UsageDelta.Place, Place> days = new HashMap<>();
    for (UsageDelta.Place place : delta.tallies().keySet()) {
      Long number = numbers.get(place.series());
      if (number != null) {
        days.put(place, Place.of(UsageGrain.DAY, number, place.minute()));
      }
    }
    Set<Place> counted =
        UsageCounters.find(session, new HashSet<>(days.values())).keySet();
    Map<UsageDelta.Place, UsageSeries> named = new HashMap<>();
    Map<List<Object>, Set<String>> names = new HashMap<>();
    for (UsageDelta.Place place : delta.tallies().keySet()) {
      boolean known = counted.contains(days.get(place));
      named.put(place, known ? place.series() : admitted(place, names));
    }
    return named;
  }

  private UsageSeries admitted(UsageDelta.Place place, Map<List<Object>, Set<String>> names)
      throws SQLException {
    CompanyId company = place.series().company();
    long day = UsageGrain.DAY.startOf(place.minute());
    List<Object> where = List.of(company, day);
    Set<String> ofDay = names.get(where);
    if (ofDay == null) {
      ofDay = UsageSeriesRows.names(session, company, day);
      ofDay.removeAll(Set.of("", EndpointTemplate.OTHER));
      names.put(where, ofDay);
    }
    UsageSeries series = place.series();
    return series.withEndpoint(EndpointTemplate.admit(series.endpoint(), ofDay));
  }

  private void number(Collection<UsageSeries> series) throws SQLException {
    numbers.putAll(UsageSeriesRows.find(session, series));
  }

  private void addMissing(Set<UsageSeries> series) throws SQLException {
    series.removeAll(numbers.keySet());
    number(series);
    series.removeAll(numbers.keySet());
    UsageSeriesRows.add(session, series);
    number(series);
  }

  private long number(UsageSeries series) throws SQLException {
    Long number = numbers.get(series);
    if (number == null) {
      throw new SQLException("expected a series that was just added");
    }
    return number;
  }
}
