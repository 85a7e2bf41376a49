package io.keybearer.verification;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets several threads go on one at a time, from gate to gate, in an order drawn from a seed. A
 * thread that is not conducted passes every gate.
 */
final class Conductor implements AutoCloseable {
  private static final ThreadLocal<Part> PART = ThreadLocal.withInitial(Part::new);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random order;

  Conductor(long seed) {
    order = new Random(seed);
  }

  /** Waits here until it is this thread's turn again. */
  static void gate() {
    Part part = PART.get();
    if (part.conducted) {
      part.arrived.release();
      part.turn.acquireUninterruptibly();
    }
  }

  /** Plays works against each other until all have ended. */
  void play(List<Runnable> works) {
    List<Part> parts = new ArrayList<>();
    for (Runnable work : works) {
      Part part = new Part();
      part.conducted = true;
      part.end = threads.submit(() -> run(part, work));
      parts.add(part);
      await(part);
    }
    while (!parts.isEmpty()) {
      Part next = parts.get(order.nextInt(parts.size()));
      next.turn.release();
      await(next);
      if (next.ended) {
        parts.remove(next);
        finish(next);
      }
    }
  }

  private static void run(Part part, Runnable work) {
    PART.set(part);
    try {
      gate();
      work.run();
    } finally {
      PART.remove();
      part.ended = true;
      part.arrived.release();
    }
  }

  private static void await(Part part) {
    try {
      if (!part.arrived.tryAcquire(60, SECONDS)) {
        throw new AssertionError("a part reached neither a gate nor its end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static void finish(Part part) {
    try {
      if (part.end != null) {
        part.end.get(60, SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new AssertionError("a part failed", failed);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One thread's place in the play. */
  private static final class Part {
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore turn = new Semaphore(0);
    private boolean conducted;
    private volatile boolean ended;
    private @Nullable Future<?> end;
  }
}
