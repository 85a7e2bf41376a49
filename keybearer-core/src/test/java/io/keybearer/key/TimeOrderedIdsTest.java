package io.keybearer.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

  private final AtomicLong now = new AtomicLong(START.toEpochMilli());
  private final TimeOrderedIds ids = new TimeOrderedIds(new MovableClock(now), new SecureRandom());

  @Test
  void makesVersionSevenWithTheTimeInFront() {
    UUID id = ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(START.toEpochMilli());
  }

  @Test
  void growsWithinOneMillisecondHoweverManyAreMade() {
    assertGrowing(20_000);
  }

  @Test
  void growsWhileTheClockStepsBack() {
    UUID before = ids.next();
    now.addAndGet(-3_600_000);
    assertThat(ids.next().toString()).isGreaterThan(before.toString());
    assertGrowing(5_000);
  }

  @Test
  void growsAsTheClockGoesOn() {
    UUID before = ids.next();
    now.incrementAndGet();
    UUID after = ids.next();
    assertThat(after.toString()).isGreaterThan(before.toString());
    assertThat(after.getMostSignificantBits() >>> 16).isEqualTo(START.toEpochMilli() + 1);
  }

  @Test
  void makesNoIdTwiceOnManyThreads() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<List<UUID>>> made = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      made.add(threads.submit(() -> {
        List<UUID> own = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
          own.add(ids.next());
        }
        return own;
      }));
    }
    Set<Long> highs = new HashSet<>();
    for (Future<List<UUID>> own : made) {
      assertThat(own.get()).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
      own.get().forEach(id -> highs.add(id.getMostSignificantBits()));
    }
    assertThat(highs).hasSize(16_000);
    threads.shutdown();
  }

  private void assertGrowing(int count) {
    String last = ids.next().toString();
    for (int i = 0; i < count; i++) {
      String next = ids.next().toString();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  private static final class MovableClock extends Clock {
    private final AtomicLong now;

    MovableClock(AtomicLong now) {
      this.now = now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now.get());
    }
  }
}
