package io.keybearer.benchmarks.scale;

import io.keybearer.Keybearer;
import io.keybearer.verification.VerificationRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One thread that verifies good keys at a steady pace, and measures each call. */
final class Callers {
  private static final long EVERY_NANOS = 50_000;

  private final Keybearer engine;
  private final List<VerificationRequest> requests;
  private int next;

  Callers(Keybearer engine, List<VerificationRequest> requests) {
    this.engine = engine;
    this.requests = requests;
  }

  Latencies callFor(Duration span) {
    long end = System.nanoTime() + span.toNanos();
    return callWhile(() -> System.nanoTime() < end);
  }

  /** Calls while the work runs in a thread of its own. */
  Latencies callDuring(Runnable work) throws InterruptedException {
    Thread worker = new Thread(work, "flood");
    worker.start();
    Latencies latencies = callWhile(worker::isAlive);
    worker.join();
    return latencies;
  }

  private Latencies callWhile(BooleanSupplier going) {
    Latencies latencies = new Latencies();
    while (going.getAsBoolean()) {
      long start = System.nanoTime();
      boolean valid = engine.verify(requests.get(next++ % requests.size())).valid();
      latencies.add(System.nanoTime() - start);
      if (!valid) {
        throw new IllegalStateException("a good key was denied");
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
    return latencies;
  }
}
