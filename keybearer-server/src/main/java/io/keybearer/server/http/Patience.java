package io.keybearer.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on clients that take too long to send their bodies. One timer looks after all bodies that
 * an event loop waits for, since most of them are there before it could be set. For one event loop.
 */
final class Patience {
  private static final long NANOS = Duration.ofSeconds(30).toNanos();
  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final LongSupplier nanoTime;

  /** Both ends of the row of those waited for, the longest waited for behind it. */
  private final Waiting row = new Waiting(null, 0);

  private boolean looking;

  Patience(Vertx vertx, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
  }

  /** Begins to wait for a body that comes on this connection. */
  Waiting begin(HttpConnection connection) {
    Waiting waiting = new Waiting(connection, nanoTime.getAsLong());
    waiting.before = row.before;
    waiting.after = row;
    row.before.after = waiting;
    row.before = waiting;
    if (!looking) {
      lookLater();
    }
    return waiting;
  }

  private void lookLater() {
    looking = true;
    vertx.setTimer(LOOK_EVERY_MILLIS, timer -> look());
  }

  private void look() {
    long now = nanoTime.getAsLong();
    while (row.after != row && now - row.after.since > NANOS) {
      Waiting late = row.after;
      late.end();
      if (late.connection != null) {
        late.connection.close();
      }
    }
    looking = false;
    if (row.after != row) {
      lookLater();
    }
  }

  /** A body waited for. */
  static final class Waiting {
    private final @Nullable HttpConnection connection;
    private final long since;
    private Waiting before = this;
    private Waiting after = this;

    private Waiting(@Nullable HttpConnection connection, long since) {
      this.connection = connection;
      this.since = since;
    }

    /** Ends the waiting; a second time changes nothing. */
    void end() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }
  }
}
