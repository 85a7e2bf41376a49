package io.keybearer.store.jdbc;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends a statement that takes too long, in the database too, so that nobody's wide question holds up
 * others. Used by one thread, beside the one that ends.
 */
final class StatementBound implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StatementBound.class.getName());
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Statement statement;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final @Nullable ScheduledFuture<?> alarm;

  private StatementBound(Statement statement, @Nullable Duration most) {
    this.statement = statement;
    alarm = most == null
        ? null
        : TIMER.schedule(this::end, Math.max(0, most.toMillis()), TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to count.
   *
   * @param most how long the statement may take; null = as long as it likes
   */
  static StatementBound of(Statement statement, @Nullable Duration most) {
    return new StatementBound(statement, most);
  }

  private void end() {
    ended.set(true);
    try {
      statement.cancel();
    } catch (SQLException alreadyDone) {
      LOG.log(System.Logger.Level.DEBUG, "A statement could not be ended", alreadyDone);
    }
  }

  /** What a failure of the statement means. */
  SQLException meaning(SQLException failure) {
    if (ended.get()) {
      throw new KeybearerException(ProblemCode.RANGE_TOO_WIDE);
    }
    return failure;
  }

  @Override
  public void close() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
      Thread thread = new Thread(work, "keybearer-statement-bound");
      thread.setDaemon(true);
      return thread;
    });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
