package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolStep;
import io.keybearer.store.PageRequest;
import io.keybearer.usage.EndpointTemplate;
import io.keybearer.usage.UsageDelta;
import io.keybearer.usage.UsageDimension;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import io.keybearer.usage.UsageTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted always equals a count of every row. */
public abstract class UsageContract extends ContractPart {
  private static final Set<UsageDimension> EVERYTHING = EnumSet.allOf(UsageDimension.class);

  private ApiKey key;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
  }

  @Test
  void equalsAFullCountThroughHistoriesOfRowsCompletionsRepetitionsAndRestarts() {
    List<ApiKey> keys = List.of(key, newKey(key.company()), newKey(newCompany().id()));
    Random chance = new Random(some.number(Integer.MAX_VALUE));
    SpoolId spool = new SpoolId(some.id());
    long position = 0;
    List<LogEntry> before = List.of();
    for (int round = 0; round < 30; round++) {
      List<LogEntry> batch = batch(chance, keys);
      switch (chance.nextInt(4)) {
        case 0 -> {
          store.log().append(batch, new SpoolStep(spool, position, ++position, some.now()));
        }
        case 1 -> {
          store.log().append(batch);
          reopen();
        }
        case 2 -> {
          store.log().append(batch);
          store.log().append(before);
        }
        default -> store.log().append(batch);
      }
      before = batch;
      if (chance.nextInt(3) == 0) {
        store.log().usage().settle();
      }
      if (round % 5 == 4) {
        assertEqualsFullCount();
      }
    }
  }

  private List<LogEntry> batch(Random chance, List<ApiKey> keys) {
    List<LogEntry> batch = new ArrayList<>();
    List<ApiKeyLog> open =
        new ArrayList<>(allRows().stream().filter(r -> !r.completed()).toList());
    for (int i = chance.nextInt(40); i >= 0; i--) {
      ApiKeyLog row = row(chance, keys.get(chance.nextInt(keys.size())));
      batch.add(new LogEntry.Row(row));
      if (!row.completed()) {
        open.add(row);
      }
      if (!open.isEmpty() && chance.nextBoolean()) {
        ApiKeyLog done = open.get(chance.nextInt(open.size()));
        batch.add(new Completion(
            done.id(),
            done.caller(),
            chance.nextInt(4) == 0 ? null : 200 + chance.nextInt(3),
            chance.nextInt(4) == 0 ? null : chance.nextDouble() * 1_000));
      }
    }
    return batch;
  }

  private ApiKeyLog row(Random chance, ApiKey of) {
    Instant at = some.now().minus(Duration.ofMinutes(chance.nextInt(6_000)));
    RowDraft draft = some.row(of)
        .at(at)
        .request(
            chance.nextInt(5) == 0 ? null : List.of("GET", "POST", "odd").get(chance.nextInt(3)),
            chance.nextInt(5) == 0
                ? null
                : "/orders/" + chance.nextInt(3) + "/x" + chance.nextInt(3))
        .outcome(chance.nextInt(3) == 0 ? "RATE_LIMITED" : "VALID");
    return chance.nextBoolean()
        ? draft.build()
        : draft
            .answered(chance.nextInt(3) == 0 ? null : 404, chance.nextDouble() * 9)
            .build();
  }

  private void assertEqualsFullCount() {
    List<ApiKeyLog> rows = allRows();
    for (UsageGrain grain : UsageGrain.values()) {
      UsageQuery query = query(grain, EVERYTHING, UsageQuery.Order.TIME);
      Map<UsageRow.Group, UsageTally> expected = new HashMap<>();
      UsageDelta all = new UsageDelta();
      rows.forEach(all::count);
      all.tallies()
          .forEach((place, tally) -> expected
              .computeIfAbsent(
                  UsageRow.Group.of(query, grain.startOf(place.minute()), place.series()),
                  group -> new UsageTally())
              .add(tally));
      assertThat(byGroup(store.log().usage().read(Reach.everywhere(), query)))
          .as("%s of %d rows", grain, rows.size())
          .isEqualTo(asText(expected));
    }
  }

  private static Map<UsageRow.Group, String> byGroup(List<UsageRow> rows) {
    Map<UsageRow.Group, UsageTally> found = new HashMap<>();
    rows.forEach(row -> assertThat(found.put(row.group(), row.tally())).isNull());
    return asText(found);
  }

  /** How many, how many of them with a time, and two of the times. */
  private static Map<UsageRow.Group, String> asText(Map<UsageRow.Group, UsageTally> tallies) {
    Map<UsageRow.Group, String> texts = new HashMap<>();
    tallies.forEach((group, tally) -> texts.put(
        group,
        tally.requests()
            + " "
            + tally.latency().total()
            + " "
            + tally.latency().percentile(0.5)
            + " "
            + tally.latency().percentile(0.99)));
    return texts;
  }

  private List<ApiKeyLog> allRows() {
    return all(
        PageRequest.MOST,
        page -> store.log().list(Reach.everywhere(), io.keybearer.log.LogFilter.any(), page));
  }

  @Test
  void addsUpAndDividesByWhatIsAsked() {
    ApiKey sibling = newKey(key.company());
    append(
        some.row(key).request("GET", "/a").answered(200, 1.0),
        some.row(key).request("GET", "/b").answered(500, 2.0),
        some.row(sibling).request("POST", "/a").outcome("IP_DENIED"));
    assertThat(counts(Set.of())).containsExactly(3L);
    assertThat(counts(Set.of(UsageDimension.KEY))).containsExactly(2L, 1L);
    assertThat(counts(Set.of(UsageDimension.ENDPOINT))).containsExactly(2L, 1L);
    assertThat(counts(Set.of(UsageDimension.STATUS))).containsExactly(1L, 1L, 1L);
    assertThat(counts(Set.of(UsageDimension.OUTCOME, UsageDimension.METHOD)))
        .containsExactly(2L, 1L);
  }

  @Test
  void tellsNothingOutOfReach() {
    ApiKey stranger = newKey(newCompany().id());
    append(some.row(key), some.row(stranger), some.row(stranger));
    UsageQuery all = query(UsageGrain.DAY, Set.of(UsageDimension.KEY), UsageQuery.Order.REQUESTS);
    Reach reach = Reach.of(key.company());
    assertThat(store.log().usage().read(reach, all))
        .extracting(row -> row.group().apiKey())
        .containsExactly(key.id());
    UsageQuery foreign = new UsageQuery(
        all.grain(),
        all.from(),
        all.until(),
        false,
        Set.of(),
        null,
        stranger.id(),
        all.order(),
        true,
        9);
    assertThat(store.log().usage().read(reach, foreign)).isEmpty();
    assertThat(store.log().usage().read(Reach.everywhere(), foreign))
        .extracting(row -> row.tally().requests())
        .containsExactly(2L);
    assertThat(
            store.log().usage().addresses(reach, stranger.id(), some.now(), 10).count())
        .isZero();
  }

  @Test
  void countsEndpointsBeyondTheMostUnderOneNameAlsoWhenTheyAreCompleted() {
    int extra = 7;
    List<LogEntry> batch = new ArrayList<>();
    List<LogEntry> completions = new ArrayList<>();
    for (int i = 0; i < EndpointTemplate.MOST_PER_DAY + extra; i++) {
      ApiKeyLog row = some.row(key).request("GET", "/path-" + letters(i)).build();
      batch.add(new LogEntry.Row(row));
      completions.add(new Completion(row.id(), null, 200, 1.0));
    }
    store.log().append(batch);
    assertThat(other(0)).containsExactly((long) extra);
    store.log().append(completions);
    assertThat(other(200)).containsExactly((long) extra);
    assertThat(other(0)).isEmpty();
    ApiKeyLog again = some.row(key).request("GET", "/path-" + letters(0)).build();
    append(again);
    assertThat(other(0)).isEmpty();
  }

  private List<Long> other(int status) {
    return store
        .log()
        .usage()
        .read(
            Reach.everywhere(),
            query(
                UsageGrain.DAY,
                Set.of(UsageDimension.ENDPOINT, UsageDimension.STATUS),
                UsageQuery.Order.REQUESTS))
        .stream()
        .filter(row -> EndpointTemplate.OTHER.equals(row.group().endpoint())
            && Integer.valueOf(status).equals(row.group().status()))
        .map(row -> row.tally().requests())
        .toList();
  }

  private static String letters(int number) {
    return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  @Test
  void dropsSpansThatAreNoLongerKeptAndNoOthers() {
    Instant now = some.now();
    append(
        some.row(key).at(now.minus(Duration.ofDays(200))),
        some.row(key).at(now.minus(Duration.ofDays(10))),
        some.row(key).at(now));
    assertThat(counts(Set.of())).containsExactly(3L);
    assertThat(store.log().usage().drop(now)).isEqualTo(3);
    assertThat(store.log().usage().drop(now)).isZero();
    assertThat(total(UsageGrain.MINUTE)).isEqualTo(1);
    assertThat(total(UsageGrain.HOUR)).isEqualTo(2);
    assertThat(total(UsageGrain.DAY)).isEqualTo(3);
  }

  @Test
  void countsOnceWhateverManyWritersDo() throws InterruptedException {
    List<ApiKeyLog> rows = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      rows.add(some.row(key).request("GET", "/a" + i % 3).build());
    }
    Race.of(8, i -> {
      for (ApiKeyLog row : rows.subList(20 * i, 20 * i + 20)) {
        store.log().append(List.of(new LogEntry.Row(row)));
        store.log().usage().settle();
        store.log().append(List.of(new Completion(row.id(), null, 200, 2.0)));
      }
      return true;
    });
    assertEqualsFullCount();
    assertThat(counts(Set.of())).containsExactly(160L);
  }

  @Test
  void countsAddressesOfAKeyUpToABound() {
    for (int i = 0; i < 6; i++) {
      append(some.row(key).client("192.0.2." + i % 4, null, null));
    }
    append(some.row(key));
    Instant since = some.now().minusSeconds(60);
    var usage = store.log().usage();
    var all = usage.addresses(Reach.everywhere(), key.id(), since, 100);
    assertThat(all.count()).isEqualTo(4);
    assertThat(all.exact()).isTrue();
    assertThat(usage.addresses(Reach.everywhere(), key.id(), since, 3).exact()).isFalse();
  }

  private long total(UsageGrain grain) {
    return store
        .log()
        .usage()
        .read(Reach.everywhere(), query(grain, Set.of(), UsageQuery.Order.REQUESTS))
        .stream()
        .mapToLong(row -> row.tally().requests())
        .sum();
  }

  private List<Long> counts(Set<UsageDimension> by) {
    UsageQuery query = query(UsageGrain.DAY, by, UsageQuery.Order.REQUESTS);
    UsageQuery sum = new UsageQuery(
        query.grain(),
        query.from(),
        query.until(),
        false,
        by,
        null,
        null,
        query.order(),
        false,
        99);
    return store.log().usage().read(Reach.everywhere(), sum).stream()
        .map(row -> row.tally().requests())
        .toList();
  }

  private UsageQuery query(UsageGrain grain, Set<UsageDimension> by, UsageQuery.Order order) {
    long minute = UsageGrain.minuteOf(some.now());
    return new UsageQuery(
        grain,
        grain.startOf(minute - 300 * 24 * 60),
        grain.startOf(minute) + 2L * grain.minutes(),
        true,
        by,
        null,
        null,
        order,
        true,
        100_000);
  }

  private void append(Object... rows) {
    List<LogEntry> batch = new ArrayList<>();
    for (@Nullable Object row : rows) {
      batch.add(row instanceof RowDraft draft ? draft.entry() : new LogEntry.Row((ApiKeyLog) row));
    }
    assertThat(store.log().append(batch)).isEmpty();
  }
}
