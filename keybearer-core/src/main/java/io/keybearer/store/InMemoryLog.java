package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogRetention;
import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolMovedException;
import io.keybearer.log.SpoolStep;
import io.keybearer.usage.UsageDelta;
import io.keybearer.usage.UsageSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Log rows in memory; one lock for all of them. */
final class InMemoryLog implements LogStore {
  private final NavigableMap<UUID, ApiKeyLog> rows = NewestFirst.map();
  private final Map<SpoolId, Long> positions = new HashMap<>();
  private final InMemoryUsage usage = new InMemoryUsage(this::addresses);
  private List<Kept> kept = new ArrayList<>();

  /** A completion without a row, and since when. */
  private record Kept(LogEntry.Completion completion, Instant since) {}

  @Override
  public synchronized List<LogId> append(List<LogEntry> batch) {
    List<LogId> refused = new ArrayList<>();
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Row made) {
        insert(made.row());
      } else if (entry instanceof LogEntry.Completion completion && !complete(completion)) {
        refused.add(completion.id());
      }
    }
    return refused;
  }

  private void insert(ApiKeyLog row) {
    if (rows.putIfAbsent(row.id().value(), row) == null) {
      UsageDelta delta = new UsageDelta();
      delta.count(row);
      usage.add(delta);
    }
  }

  @Override
  public synchronized List<LogId> append(List<LogEntry> batch, SpoolStep step) {
    if (positions.getOrDefault(step.spool(), step.from()) != step.from()) {
      throw new SpoolMovedException(step.spool());
    }
    positions.put(step.spool(), step.to());
    List<LogId> settled = new ArrayList<>();
    for (LogId refused : new LinkedHashSet<>(append(batch))) {
      if (rows.containsKey(refused.value()) || isTooLate(refused.at(), step.at())) {
        settled.add(refused);
      } else {
        keep(batch, refused, step.at());
      }
    }
    return settled;
  }

  private void keep(List<LogEntry> batch, LogId id, Instant now) {
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Completion completion && completion.id().equals(id)) {
        kept.add(new Kept(completion, now));
      }
    }
  }

  private static boolean isTooLate(Instant since, Instant now) {
    return since.isBefore(now.minus(KEPT));
  }

  @Override
  public synchronized OptionalLong spoolPosition(SpoolId spool) {
    Long position = positions.get(spool);
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  @Override
  public synchronized void forgetSpool(SpoolId spool) {
    positions.remove(spool);
  }

  /** Tries all of them: there is no other process whose row could be long in coming. */
  @Override
  public synchronized List<LogId> retryKept(Instant now) {
    List<Kept> tried = kept;
    kept = new ArrayList<>();
    List<LogId> settled = new ArrayList<>();
    for (Kept one : tried) {
      LogId id = one.completion().id();
      if (!rows.containsKey(id.value()) && !isTooLate(one.since(), now)) {
        kept.add(one);
      } else if (!complete(one.completion())) {
        settled.add(id);
      }
    }
    return settled;
  }

  @Override
  public void makeReady(Instant now) {
    // All days have one place.
  }

  @Override
  public LogPruning pruning(LogRetention retention, Instant now) {
    return () -> {
      prune(retention, now);
      return false;
    };
  }

  private synchronized void prune(LogRetention retention, Instant now) {
    rows.values().removeIf(row -> row.id().at().isBefore(retention.cutoff(row.company(), now)));
  }

  @Override
  public synchronized Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return Optional.ofNullable(rows.get(id.value())).filter(row -> reach.includes(row.company()));
  }

  @Override
  public synchronized Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return NewestFirst.page(rows, page, new RowsMatching(reach, filter));
  }

  @Override
  public UsageStore usage() {
    return usage;
  }

  private synchronized List<@Nullable String> addresses(Reach reach, ApiKeyId key, Instant since) {
    RowsMatching wanted = new RowsMatching(
        reach, LogFilter.where().apiKey(key).between(since, null).build());
    List<@Nullable String> addresses = new ArrayList<>();
    rows.values().stream().filter(wanted).forEach(row -> addresses.add(row.ipAddress()));
    return addresses;
  }

  private boolean complete(LogEntry.Completion completion) {
    ApiKeyLog row = rows.get(completion.id().value());
    if (row == null || row.completed() || !Objects.equals(row.caller(), completion.caller())) {
      return false;
    }
    rows.put(row.id().value(), row.completedBy(completion));
    UsageDelta delta = new UsageDelta();
    delta.complete(
        row.at(), UsageSeries.of(row), completion.statusCode(), completion.executionTime());
    usage.add(delta);
    return true;
  }
}
