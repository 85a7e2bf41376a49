package io.keybearer.limit.redis;

import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Holds callers until all of them have arrived, and then lets them go at once. */
final class Gate {
  private Gate() {}

  /** Runs the work in as many threads, each told its number, and waits for all of them. */
  static void rush(int callers, IntConsumer work) {
    CountDownLatch arrived = new CountDownLatch(callers);
    CountDownLatch done = new CountDownLatch(callers);
    for (int i = 0; i < callers; i++) {
      int number = i;
      Runnable caller = () -> {
        arrived.countDown();
        await(arrived);
        try {
          work.accept(number);
        } finally {
          done.countDown();
        }
      };
      new Thread(null, caller, "caller-" + i, 128 * 1024).start();
    }
    await(done);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
