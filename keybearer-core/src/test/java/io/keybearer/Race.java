package io.keybearer;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Callers, a thread each, that wait until all are there and then run at once. */
public final class Race {
  private Race() {}

  /** Runs the race and collects what each caller's work returned, in the order of their numbers. */
  public static <T> List<T> of(int callers, IntFunction<T> work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      CountDownLatch missing = new CountDownLatch(callers);
      List<Future<T>> results = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        results.add(threads.submit(() -> {
          missing.countDown();
          missing.await();
          return work.apply(number);
        }));
      }
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get(2, MINUTES));
      }
      return values;
    } catch (ExecutionException thrown) {
      throw new AssertionError("a caller failed: " + thrown.getCause(), thrown.getCause());
    } catch (TimeoutException stuck) {
      throw new AssertionError("a caller never came back", stuck);
    } finally {
      threads.shutdownNow();
    }
  }
}
