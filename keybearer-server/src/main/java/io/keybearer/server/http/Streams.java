package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The bodies of a kind that are being sent: so many at most, and none once the server ends. */
public final class Streams {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean stopping;

  /** Makes room for so many. */
  public Streams(int most) {
    this(most, new AtomicBoolean());
  }

  private Streams(int most, AtomicBoolean stopping) {
    this.most = most;
    this.stopping = stopping;
  }

  /** Room for others, which end with these. */
  public Streams beside(int others) {
    return new Streams(others, stopping);
  }

  /**
   * Takes a place.
   *
   * @return what gives it back, the first time that it is run
   * @throws KeybearerException {@code BUSY} when there is none
   */
  public Runnable enter() {
    if (open.incrementAndGet() > most || stopping.get()) {
      open.decrementAndGet();
      throw new KeybearerException(ServerProblem.BUSY);
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    };
  }

  /** How many there are. */
  public int open() {
    return open.get();
  }

  /** Tells all of them to end. */
  public void stop() {
    stopping.set(true);
  }

  boolean areStopping() {
    return stopping.get();
  }
}
