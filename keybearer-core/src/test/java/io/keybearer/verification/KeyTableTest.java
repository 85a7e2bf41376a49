package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.token.KeyPrefix;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  /** Entries are numbers; the lowest is given up first. */
  private static final class Numbers extends KeyTable<Long> {
    Numbers(long most) {
      super(most);
    }

    @Override
    boolean isOf(Long entry, KeyPrefix prefix) {
      return entry == prefix.head();
    }

    @Override
    KeyPrefix prefix(Long entry) {
      return prefixOf(entry);
    }

    @Override
    Long lesser(Long one, Long other) {
      return one < other ? one : other;
    }
  }

  @Test
  void findsWhatWasPutWhileThereIsRoom() {
    Numbers table = new Numbers(100_000);
    List<Long> numbers = numbers(50_000);
    numbers.forEach(number -> table.put(prefixOf(number), number));
    // A bucket can be full before the table is: a few are lost, and read again.
    long found = numbers.stream().filter(n -> n.equals(table.find(prefixOf(n)))).count();
    assertThat(found).isGreaterThan(49_000);
    assertThat(table.find(prefixOf(-1L))).isNull();
  }

  @Test
  void holdsNoMoreThanItMay() {
    Numbers table = new Numbers(10_000);
    List<Long> numbers = numbers(200_000);
    numbers.forEach(number -> table.put(prefixOf(number), number));
    long found = numbers.stream().filter(n -> table.find(prefixOf(n)) != null).count();
    assertThat(found).isBetween(7_000L, 10_000L + 1_024);
  }

  @Test
  void findsTheLatestPutAlsoWhenFull() {
    Numbers table = new Numbers(2_000);
    for (long number : numbers(20_000)) {
      table.put(prefixOf(number), number);
      assertThat(table.find(prefixOf(number))).isEqualTo(number);
    }
  }

  @Test
  void givesUpTheLesserOfABucket() {
    Numbers table = new Numbers(8);
    for (long number = 1; number <= 2_000; number++) {
      table.put(prefixOf(number), number);
    }
    long kept = IntStream.rangeClosed(1_000, 2_000)
        .filter(n -> table.find(prefixOf((long) n)) != null)
        .count();
    long old = IntStream.range(1, 200)
        .filter(n -> table.find(prefixOf((long) n)) != null)
        .count();
    assertThat(kept).isGreaterThan(old);
  }

  @Test
  void isEmptyOnceCleared() {
    Numbers table = new Numbers(100);
    table.put(prefixOf(7L), 7L);
    table.clear();
    assertThat(table.find(prefixOf(7L))).isNull();
    table.put(prefixOf(7L), 7L);
    assertThat(table.find(prefixOf(7L))).isEqualTo(7L);
  }

  private static List<Long> numbers(int count) {
    return new Random(1)
        .longs(1, Long.MAX_VALUE)
        .distinct()
        .limit(count)
        .boxed()
        .toList();
  }

  private static KeyPrefix prefixOf(long number) {
    return new KeyPrefix(number, 0);
  }
}
