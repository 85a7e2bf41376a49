package io.keybearer.store.jdbc;

import io.keybearer.key.CompanyId;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One partition for the ids of each day. Days to come have theirs before they begin; a writer makes
 * one that is missing all the same, unless its clock is far from the database's: such rows stay in
 * the default partition. Days that nobody keeps any more are dropped whole. Safe for concurrent use.
 */
final class PostgresUpkeep implements LogUpkeep {
  private static final int DAYS_AHEAD = 3;

  /** How far back a writer makes partitions: so long may rows have lain in a spool. */
  private static final int DAYS_BACK = 7;

  /** How many batches go by before a writer tries again what it could not do. */
  private static final int PAUSE = 200;

  private final Database database;
  private final PostgresDays days;
  private final Set<Long> made = ConcurrentHashMap.newKeySet();
  private final AtomicInteger pause = new AtomicInteger();

  PostgresUpkeep(Database database) {
    this.database = database;
    this.days = new PostgresDays(database);
  }

  @Override
  public void expect(List<LogEntry> batch) {
    Set<Long> missing = missing(batch);
    if (missing.isEmpty() || pause.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
      return;
    }
    long today = dayOf(database.read(session -> session.dialect().storeTime(session)));
    boolean allMade = true;
    for (long day : missing) {
      boolean near = day >= today - DAYS_BACK && day <= today + DAYS_AHEAD;
      allMade &= near && make(day);
    }
    if (!allMade) {
      pause.set(PAUSE);
    }
  }

  private Set<Long> missing(List<LogEntry> batch) {
    Set<Long> missing = new HashSet<>();
    long last = -1;
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Row made) {
        long day = dayOf(made.row().id().at());
        if (day != last && !this.made.contains(day)) {
          missing.add(day);
        }
        last = day;
      }
    }
    return missing;
  }

  @Override
  public void makeReady(Instant now) {
    long today = dayOf(now);
    for (long day = today; day <= today + DAYS_AHEAD; day++) {
      if (!made.contains(day)) {
        make(day);
      }
    }
  }

  private boolean make(long day) {
    boolean done = days.make(day);
    if (done) {
      made.add(day);
    }
    return done;
  }

  @Override
  public LogPruning pruning(LogRetention retention, Instant now) {
    RowPruning rows = new RowPruning(database, retention, now);
    rows.shorterThanUsual();
    UUID cutoff = IdOrder.firstAt(now.minus(retention.usual()));
    for (PostgresDays.Partition partition : days.list()) {
      UUID end = partition.end();
      if (end == null) {
        rows.rest(partition.name());
      } else if (IdOrder.compare(end, cutoff) <= 0) {
        rows.add(() -> {
          dropOrEmpty(partition, end, rows, keepers(retention, now, end));
          return false;
        });
      }
    }
    return rows;
  }

  private void dropOrEmpty(
      PostgresDays.Partition partition, UUID end, RowPruning rows, List<UUID> keepers) {
    made.removeIf(day -> IdOrder.compare(IdOrder.firstAt(instantOf(day + 1)), end) <= 0);
    if (!days.drop(partition, keepers)) {
      rows.rest(partition.name());
    }
  }

  /** Companies that may keep rows with ids before this one. */
  private static List<UUID> keepers(LogRetention retention, Instant now, UUID end) {
    return retention.ofCompanies().keySet().stream()
        .filter(
            company -> IdOrder.compare(end, IdOrder.firstAt(retention.cutoff(company, now))) > 0)
        .map(CompanyId::value)
        .toList();
  }

  private static long dayOf(Instant instant) {
    return Math.floorDiv(instant.toEpochMilli(), Duration.ofDays(1).toMillis());
  }

  static Instant instantOf(long day) {
    return Instant.EPOCH.plus(Duration.ofDays(day));
  }
}
