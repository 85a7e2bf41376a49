package io.keybearer.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as they come, read piece by piece. For one thread at a time. */
public interface LogTail {
  /**
   * Reads what has come since the last piece: each row once, in the order of ids.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when the store does not answer; the next
   *     piece then holds what this one would have
   */
  Piece next();

  /**
   * What has come.
   *
   * @param rows in the order of their ids
   * @param gap where rows were left out, since there were too many; null when none were
   */
  record Piece(List<ApiKeyLog> rows, @Nullable Gap gap) {
    /** Copies the list. */
    public Piece {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A time of which not all rows were told.
   *
   * @param from where it begins
   * @param until where it ends
   */
  record Gap(Instant from, Instant until) {}
}
