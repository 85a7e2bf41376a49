package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Entries that may be written as rows first and completions after, without anyone telling the
 * difference from their order: no completion stands before its row. Completions of rows of the same
 * batch are put into the rows, so that most rows are written once. Used by one thread.
 */
final class LogBatch {
  private static final Comparator<ApiKeyLog> BY_ID =
      (one, other) -> IdOrder.compare(one.id().value(), other.id().value());

  private final Map<LogId, Gathered> rows = new LinkedHashMap<>();
  private final Map<LogId, List<Completion>> others = new LinkedHashMap<>();

  /** A row, and what completes it, in order. */
  private record Gathered(ApiKeyLog row, List<Completion> parts) {
    /** The row as the first part that may complete it leaves it. */
    ApiKeyLog completed(Collection<LogId> refused) {
      ApiKeyLog now = row;
      for (Completion part : parts) {
        if (now.completed() || !Objects.equals(now.caller(), part.caller())) {
          refused.add(part.id());
        } else {
          now = now.completedBy(part);
        }
      }
      return now;
    }
  }

  /**
   * Takes an entry in, unless it is a row whose completion came before it. Of two rows with one id
   * the first counts.
   */
  boolean takes(LogEntry entry) {
    if (entry instanceof LogEntry.Row made) {
      LogId id = made.row().id();
      if (others.containsKey(id)) {
        return false;
      }
      rows.putIfAbsent(id, new Gathered(made.row(), new ArrayList<>(0)));
    } else if (entry instanceof Completion completion) {
      Gathered gathered = rows.get(completion.id());
      if (gathered == null) {
        others.computeIfAbsent(completion.id(), id -> new ArrayList<>(1)).add(completion);
      } else {
        gathered.parts.add(completion);
      }
    }
    return true;
  }

  /**
   * The rows, completed where the batch does so. In the order of their ids, as completions are: two
   * who write the same rows at once then wait for one another, and never both.
   */
  List<ApiKeyLog> rows() {
    List<LogId> unheard = new ArrayList<>();
    return rows.values().stream()
        .map(gathered -> gathered.completed(unheard))
        .sorted(BY_ID)
        .toList();
  }

  /** The ids of completions of new rows that do not apply. */
  List<LogId> refused(Set<LogId> there) {
    List<LogId> refused = new ArrayList<>();
    rows.forEach((id, gathered) -> {
      if (!there.contains(id)) {
        gathered.completed(refused);
      }
    });
    return refused;
  }

  /** Completions of rows that are in the table: of earlier batches, or of those found there. */
  List<Completion> completions(Set<LogId> there) {
    List<Completion> completions = new ArrayList<>();
    others.values().forEach(completions::addAll);
    there.forEach(id -> completions.addAll(Objects.requireNonNull(rows.get(id)).parts));
    completions.sort(
        (one, other) -> IdOrder.compare(one.id().value(), other.id().value()));
    return completions;
  }
}
