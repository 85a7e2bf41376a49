package io.keybearer.benchmarks.scale;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.Median;
import io.keybearer.benchmarks.OwnPostgres;
import io.keybearer.benchmarks.TemporaryFolder;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.LogFilter;
import io.keybearer.policy.AddressRange;
import io.keybearer.store.Cursor;
import io.keybearer.store.LogStore;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.jdbc.ConnectionPools;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.usage.UsageDimension;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What reading a long log and its counts costs, on SQLite or PostgreSQL. */
public final class UsageBenchmark {
  private static final int ROUNDS = 5;
  private static final int PAGE = 50;
  private static final long MONTH = Duration.ofDays(31).toMinutes();
  private static final int MOST_GROUPS = 10_000;

  private UsageBenchmark() {}

  /**
   * Fills an empty store and reads it.
   *
   * @param url a PostgreSQL database that holds no log yet; {@code postgres} = one of its own; null =
   *     SQLite in a folder of its own
   */
  public static void run(PrintStream out, int rows, @Nullable String url) throws IOException {
    if (!"postgres".equals(url)) {
      read(out, rows, url);
      return;
    }
    try (OwnPostgres postgres = OwnPostgres.start()) {
      read(out, rows, postgres.newSchema("usage"));
    } catch (SQLException failed) {
      throw new IllegalStateException("the database could not be set up", failed);
    }
  }

  private static void read(PrintStream out, int rows, @Nullable String url) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create();
        Store store = JdbcStore.builder(
                url == null ? ConnectionPools.sqlite(folder.path()) : ConnectionPools.postgres(url))
            .open()) {
      out.printf("%s with %,d log rows of 30 days%n", url == null ? "SQLite" : "PostgreSQL", rows);
      out.println(Machine.facts());
      MadeUpLog log = new MadeUpLog(rows);
      long began = System.nanoTime();
      log.fill(store.log());
      double filled = seconds(began);
      out.printf("filled in %,.0f s, %,.0f rows a second%n", filled, rows / filled);
      began = System.nanoTime();
      while (store.log().usage().settle()) {
        // Until all that the batches have counted is added up.
      }
      out.printf("counts added up in %,.1f s%n%n", seconds(began));
      out.printf("medians of %d rounds; pages of %d%n", ROUNDS, PAGE);
      calls(store.log(), log).forEach((name, call) -> {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          long start = System.nanoTime();
          call.run();
          times.add(seconds(start) * 1_000);
        }
        out.printf("%-58s %,10.1f ms%n", name, Median.of(times));
      });
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Map<String, Runnable> calls(LogStore log, MadeUpLog made) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    Cursor deep = new Cursor(made.idInTheMiddle());
    Instant middle = made.middle();
    LogFilter.Draft none = LogFilter.where();
    calls.put("first page", page(log, none.build(), null));
    calls.put("page in the middle", page(log, none.build(), deep));
    calls.put("first page of a key", page(log, LogFilter.ofKey(made.key()), null));
    calls.put("page in the middle of a key", page(log, LogFilter.ofKey(made.key()), deep));
    calls.put(
        "page in the middle of a company",
        page(log, LogFilter.where().company(made.company()).build(), deep));
    calls.put(
        "first page of an hour in the middle",
        page(log, LogFilter.where().between(middle, middle.plusSeconds(3_600)).build(), null));
    calls.put(
        "the same, status 500, no index",
        page(
            log,
            LogFilter.where()
                .between(middle, middle.plusSeconds(3_600))
                .status(500, 599)
                .build(),
            null));
    calls.put(
        "first page from a CIDR block, no index",
        page(log, LogFilter.where().addresses(AddressRange.parse("10.0.7.0/24")).build(), null));
    usage(calls, log, made);
    return calls;
  }

  private static void usage(Map<String, Runnable> calls, LogStore log, MadeUpLog made) {
    calls.put("usage of a month, one sum", sums(log, made, Set.of(), false));
    calls.put(
        "usage of a month by key, the ten first",
        sums(log, made, Set.of(UsageDimension.KEY), false));
    calls.put(
        "usage of a month of a company by day and endpoint, times",
        byDay(log, made, Set.of(UsageDimension.ENDPOINT), made.company(), null));
    calls.put(
        "usage of a month by verdict, times",
        sums(log, made, Set.of(UsageDimension.OUTCOME), true));
    calls.put(
        "usage of a month of a key by day, times", byDay(log, made, Set.of(), null, made.key()));
  }

  private static Runnable page(LogStore log, LogFilter filter, @Nullable Cursor after) {
    return () -> log.list(Reach.everywhere(), filter, new PageRequest(PAGE, after));
  }

  private static Runnable sums(
      LogStore log, MadeUpLog made, Set<UsageDimension> by, boolean latency) {
    return count(log, made, by, false, latency, null, null);
  }

  private static Runnable byDay(
      LogStore log,
      MadeUpLog made,
      Set<UsageDimension> by,
      @Nullable CompanyId company,
      @Nullable ApiKeyId key) {
    return count(log, made, by, true, true, company, key);
  }

  private static Runnable count(
      LogStore log,
      MadeUpLog made,
      Set<UsageDimension> by,
      boolean bySpan,
      boolean latency,
      @Nullable CompanyId company,
      @Nullable ApiKeyId key) {
    long from = UsageGrain.DAY.startOf(UsageGrain.minuteOf(made.begin()));
    UsageQuery query = new UsageQuery(
        UsageGrain.DAY,
        from,
        from + MONTH,
        bySpan,
        by,
        company,
        key,
        bySpan ? UsageQuery.Order.TIME : UsageQuery.Order.REQUESTS,
        latency,
        bySpan ? MOST_GROUPS : 10);
    return () -> log.usage().read(Reach.everywhere(), query);
  }
}
