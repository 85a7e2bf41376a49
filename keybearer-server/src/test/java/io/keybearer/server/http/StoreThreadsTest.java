package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreThreadsTest {
  private static final Duration SOON = Duration.ofMillis(40);

  private final CountDownLatch answered = new CountDownLatch(1);
  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

  @Test
  void refusesWhatHasWaitedTooLongForItsTurn() throws InterruptedException {
    try (StoreThreads threads = new StoreThreads(1, 8, SOON, System::nanoTime)) {
      run(threads, "slow", true);
      run(threads, "first", false);
      run(threads, "second", false);
      assertThat(next()).isEqualTo("first: BUSY");
      assertThat(next()).isEqualTo("second: BUSY");
      assertThat(threads.waiting()).isZero();
      answered.countDown();
      assertThat(next()).isEqualTo("slow");
      run(threads, "afterwards", false);
      assertThat(next()).isEqualTo("afterwards");
    }
    assertThat(happened).isEmpty();
  }

  @Test
  void refusesAtOnceWhatFindsNoRoom() throws InterruptedException {
    try (StoreThreads threads = new StoreThreads(1, 1, Duration.ofHours(1), System::nanoTime)) {
      run(threads, "slow", true);
      run(threads, "waiting", false);
      assertThatExceptionOfType(KeybearerException.class)
          .isThrownBy(() -> run(threads, "one more", false))
          .matches(refused -> refused.code() == ServerProblem.BUSY);
      answered.countDown();
      assertThat(next()).isEqualTo("slow");
      assertThat(next()).isEqualTo("waiting");
    }
    assertThat(happened).isEmpty();
  }

  /** Work that is taken up before this goes on, where it is slow. */
  private void run(StoreThreads threads, String name, boolean slow) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(slow ? 1 : 0);
    threads.run(
        () -> {
          begun.countDown();
          if (slow) {
            await(answered);
          }
          happened.add(name);
        },
        refused -> happened.add(name + ": " + refused.code()));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private String next() throws InterruptedException {
    return String.valueOf(happened.poll(30, TimeUnit.SECONDS));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
