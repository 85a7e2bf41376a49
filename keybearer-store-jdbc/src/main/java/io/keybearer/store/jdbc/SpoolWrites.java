package io.keybearer.store.jdbc;

import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.log.SpoolStep;
import io.keybearer.store.jdbc.KeptCompletions.Kept;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How batches out of spools are written: with their step, and no completion lost for want of a row. */
final class SpoolWrites {
  private SpoolWrites() {}

  static List<LogId> append(Session session, List<LogEntry> batch, SpoolStep step)
      throws SQLException {
    Spools.step(session, step);
    List<Kept> completions = new ArrayList<>();
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Completion completion) {
        completions.add(new Kept(0, completion, step.at()));
      }
    }
    return settle(session, LogWrites.append(session, batch), completions, step.at());
  }

  static List<LogId> retry(Session session, Instant now) throws SQLException {
    List<Kept> due = KeptCompletions.takeDue(session, now);
    List<LogEntry> completions =
        new ArrayList<>(due.stream().map(Kept::completion).toList());
    return settle(session, LogWrites.append(session, completions), due, now);
  }

  /** What was refused names a row, whose completions were all refused when there is no such row. */
  private static List<LogId> settle(
      Session session, List<LogId> refused, List<Kept> completions, Instant now)
      throws SQLException {
    if (refused.isEmpty()) {
      return List.of();
    }
    Set<LogId> rows = new HashSet<>(refused);
    List<Kept> unapplied = completions.stream()
        .filter(kept -> rows.contains(kept.completion().id()))
        .toList();
    return KeptCompletions.keep(session, unapplied, now).stream().distinct().toList();
  }
}
