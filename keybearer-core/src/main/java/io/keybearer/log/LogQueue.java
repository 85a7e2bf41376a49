package io.keybearer.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one. Putting in takes one compare-and-set and never waits;
 * taking out is for one thread at a time, and others wait.
 *
 * <p>A ring of places, after Dmitry Vyukov's bounded queue: a producer takes a number and fills the
 * place of that number; the consumer empties places in order, and stops at one that is taken but
 * not yet filled.
 */
final class LogQueue<T> {
  private final AtomicReferenceArray<@Nullable T> places;
  private final int mask;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong emptied = new AtomicLong();

  /** The first number that may have no room, as producers last saw it: they seldom look anew. */
  private volatile long limit;

  /**
   * Makes an empty queue.
   *
   * @param room how many it holds, a power of two
   */
  LogQueue(int room) {
    if (Integer.bitCount(room) != 1) {
      throw new IllegalArgumentException("expected a power of two, got " + room);
    }
    places = new AtomicReferenceArray<>(room);
    mask = room - 1;
    limit = room;
  }

  /** Puts in, unless there is no room. */
  boolean offer(T item) {
    long number = taken.get();
    while (true) {
      if (number >= limit && !hasRoom(number)) {
        return false;
      }
      long seen = taken.compareAndExchange(number, number + 1);
      if (seen == number) {
        places.setRelease((int) number & mask, item);
        return true;
      }
      number = seen;
    }
  }

  private boolean hasRoom(long number) {
    long end = emptied.get() + mask + 1;
    limit = end;
    return number < end;
  }

  /** Takes out the first, or returns null when there is none yet. */
  synchronized @Nullable T poll() {
    long number = emptied.get();
    int place = (int) number & mask;
    T item = places.getAcquire(place);
    if (item != null) {
      places.setRelease(place, null);
      emptied.setRelease(number + 1);
    }
    return item;
  }

  /** How many are in it, about. */
  int size() {
    return (int) Math.max(0, taken.get() - emptied.get());
  }

  boolean isEmpty() {
    return taken.get() == emptied.get();
  }
}
