package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.usage.EndpointTemplate;
import io.keybearer.usage.UsageDelta;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import io.keybearer.usage.UsageSeries;
import io.keybearer.usage.UsageTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts in memory; one lock for all of them. */
final class InMemoryUsage implements UsageStore {
  private final Map<Counter, UsageTally> counters = new HashMap<>();
  private final Map<CompanyDay, Set<String>> names = new HashMap<>();
  private final AddressesOfKey addressesOfKey;

  private record Counter(UsageGrain grain, long start, UsageSeries series) {}

  private record CompanyDay(CompanyId company, long day) {}

  /** Reads the addresses of a key's rows, newest first; null where a row has none. */
  @FunctionalInterface
  interface AddressesOfKey {
    List<@Nullable String> since(Reach reach, ApiKeyId key, Instant since);
  }

  InMemoryUsage(AddressesOfKey addressesOfKey) {
    this.addressesOfKey = addressesOfKey;
  }

  synchronized void add(UsageDelta delta) {
    delta.tallies().forEach((place, tally) -> {
      UsageSeries series = named(place);
      for (UsageGrain grain : UsageGrain.values()) {
        counters
            .computeIfAbsent(
                new Counter(grain, grain.startOf(place.minute()), series), c -> new UsageTally())
            .add(tally);
      }
    });
  }

  private UsageSeries named(UsageDelta.Place place) {
    UsageSeries series = place.series();
    CompanyDay day = new CompanyDay(series.company(), UsageGrain.DAY.startOf(place.minute()));
    return series.withEndpoint(EndpointTemplate.admit(
        series.endpoint(), names.computeIfAbsent(day, d -> new HashSet<>())));
  }

  @Override
  public synchronized List<UsageRow> read(Reach reach, UsageQuery query) {
    Map<UsageRow.Group, UsageTally> groups = new HashMap<>();
    counters.forEach((counter, tally) -> {
      if (isWanted(counter, reach, query)) {
        groups
            .computeIfAbsent(
                UsageRow.Group.of(query, counter.start, counter.series), g -> new UsageTally())
            .add(tally);
      }
    });
    List<UsageRow> rows = new ArrayList<>();
    groups.forEach((group, tally) -> {
      if (tally.requests() != 0) {
        rows.add(new UsageRow(group, tally));
      }
    });
    rows.sort(order(query));
    return List.copyOf(rows.subList(0, Math.min(rows.size(), query.most())));
  }

  private static boolean isWanted(Counter counter, Reach reach, UsageQuery query) {
    return counter.grain == query.grain()
        && counter.start >= query.from()
        && counter.start < query.until()
        && reach.includes(counter.series.company())
        && (query.company() == null || query.company().equals(counter.series.company()))
        && (query.apiKey() == null || query.apiKey().equals(counter.series.apiKey()));
  }

  private static Comparator<UsageRow> order(UsageQuery query) {
    Comparator<UsageRow> byText = Comparator.comparing(row -> row.group().toString());
    return query.order() == UsageQuery.Order.REQUESTS
        ? Comparator.<UsageRow>comparingLong(row -> -row.tally().requests()).thenComparing(byText)
        : Comparator.<UsageRow>comparingLong(
                row -> Objects.requireNonNullElse(row.group().start(), 0L))
            .thenComparing(byText);
  }

  /** There is nothing left for later. */
  @Override
  public boolean settle() {
    return false;
  }

  @Override
  public synchronized int drop(Instant now) {
    int before = counters.size();
    counters.keySet().removeIf(counter -> counter.start < counter.grain.firstKept(now));
    return before - counters.size();
  }

  @Override
  public Addresses addresses(Reach reach, ApiKeyId key, Instant since, int most) {
    List<@Nullable String> all = addressesOfKey.since(reach, key, since);
    Set<String> found = new HashSet<>();
    all.stream().limit(most).filter(Objects::nonNull).forEach(found::add);
    return new Addresses(found.size(), all.size() < most);
  }
}
