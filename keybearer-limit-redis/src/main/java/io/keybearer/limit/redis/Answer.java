package io.keybearer.limit.redis;

import java.util.List;

/**
 * What the script that takes has answered.
 *
 * @param granted how many of those waiting got their cost
 * @param leased how many tokens are leased
 * @param debts microseconds until each limit is full
 * @param parts and what is to be added, in {@code 1/limit} of one
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; handed on as they are.
record Answer(long granted, long leased, long[] debts, long[] parts) {
  static Answer of(List<Long> numbers) {
    int limits = (numbers.size() - 2) / 2;
    long[] debts = new long[limits];
    long[] parts = new long[limits];
    for (int i = 0; i < limits; i++) {
      debts[i] = numbers.get(2 * i + 2);
      parts[i] = numbers.get(2 * i + 3);
    }
    return new Answer(numbers.get(0), numbers.get(1), debts, parts);
  }
}
