package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogQueueTest {
  private static final int ROOM = 1_024;

  private final LogQueue<Integer> queue = new LogQueue<>(ROOM);

  @Test
  void givesBackInOrderAcrossManyLinks() {
    for (int i = 0; i < 10 * ROOM; i++) {
      assertThat(queue.offer(i)).isTrue();
      assertThat(queue.size()).isEqualTo(1);
      assertThat(queue.poll()).isEqualTo(i);
      assertThat(queue.isEmpty()).isTrue();
    }
    assertThat(queue.poll()).isNull();
  }

  @Test
  void holdsWhatItHasRoomFor() {
    int held = fill();

    assertThat(held).isEqualTo(ROOM);
    assertThat(queue.size()).isEqualTo(held);
    assertThat(queue.offer(-1)).isFalse();
  }

  @Test
  void hasRoomAgainAfterItWasFullAndEmptied() {
    int held = fill();
    for (int i = 0; i < held; i++) {
      assertThat(queue.poll()).isEqualTo(i);
    }

    assertThat(queue.isEmpty()).isTrue();
    assertThat(fill()).isBetween(ROOM - 512, ROOM);
  }

  @Test
  void losesAndDoublesNothingBetweenThreadsAndKeepsTheOrderOfEach() throws Exception {
    int threads = 4;
    int each = 50_000;
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> producers = IntStream.range(0, threads)
        .mapToObj(thread -> new Thread(() -> produce(gate, thread * each, each)))
        .toList();
    producers.forEach(Thread::start);
    gate.countDown();

    Set<Integer> seen = new HashSet<>();
    int[] latest = IntStream.range(0, threads).map(thread -> thread * each - 1).toArray();
    while (seen.size() < threads * each) {
      Integer item = queue.poll();
      if (item == null) {
        Thread.onSpinWait();
      } else {
        assertThat(seen.add(item)).isTrue();
        assertThat(item).isEqualTo(latest[item / each] + 1);
        latest[item / each] = item;
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void wantsRoomForWholeLinks() {
    for (int room : List.of(0, 511, 513, -512)) {
      assertThatIllegalArgumentException().isThrownBy(() -> new LogQueue<>(room));
    }
  }

  private int fill() {
    List<Integer> held = new ArrayList<>();
    while (queue.offer(held.size())) {
      held.add(held.size());
    }
    return held.size();
  }

  private void produce(CountDownLatch gate, int from, int count) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted", interrupted);
    }
    for (int i = from; i < from + count; i++) {
      while (!queue.offer(i)) {
        Thread.onSpinWait();
      }
    }
  }
}
