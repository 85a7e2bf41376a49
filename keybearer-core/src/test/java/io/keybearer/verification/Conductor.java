package io.keybearer.verification;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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
      List<Part> ready = parts.stream().filter(part -> part.ready).toList();
      if (!ready.isEmpty()) {
        Part next = ready.get(order.nextInt(ready.size()));
        next.ready = false;
        next.turn.release();
      }
      // Who waited for another may go on by what that one did.
      parts.forEach(Conductor::await);
      parts.stream().filter(part -> part.ended).forEach(Conductor::finish);
      parts.removeIf(part -> part.ended);
    }
  }

  private static void run(Part part, Runnable work) {
    PART.set(part);
    part.thread = Thread.currentThread();
    try {
      gate();
      work.run();
    } finally {
      PART.remove();
      part.ended = true;
      part.arrived.release();
    }
  }

  /** Waits until a part is at a gate, at its end, or waits for what another part has to do. */
  private static void await(Part part) {
    try {
      for (int i = 0; !part.ready && !part.ended && i < 60_000; i++) {
        if (part.arrived.tryAcquire(i < 10 ? 0 : 1, MILLISECONDS)) {
          part.ready = true;
        } else if (part.waitsForAnother()) {
          return;
        }
      }
      if (!part.ready && !part.ended) {
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
    private boolean ready;
    private volatile @Nullable Thread thread;
    private volatile boolean ended;
    private @Nullable Future<?> end;

    private boolean waitsForAnother() {
      Thread own = thread;
      return own != null
          && own.getState() == Thread.State.WAITING
          && LockSupport.getBlocker(own) instanceof CompletableFuture.AsynchronousCompletionTask
          && arrived.availablePermits() == 0;
    }
  }
}
