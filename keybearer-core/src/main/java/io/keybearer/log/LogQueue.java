package io.keybearer.log;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one. Putting in takes one atomic addition and never waits;
 * taking out is for one thread at a time, and others wait.
 *
 * <p>A chain of small arrays: a producer takes a number in the last of them and fills the place of
 * that number; the consumer empties places in order, and stops at one that is taken but not yet
 * filled. Not one large ring, which would be old when its entries are young: a garbage collector that
 * keeps generations apart has to note each such reference, which costs more than all else here.
 */
final class LogQueue<T> {
  private static final int LENGTH = 512;

  /** So many places, taken in order and never twice. */
  private static final class Link<T> {
    final long number;
    final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(LENGTH);
    final AtomicInteger taken = new AtomicInteger();
    final AtomicReference<@Nullable Link<T>> next = new AtomicReference<>();

    Link(long number) {
      this.number = number;
    }

    /** Puts in, unless all places are taken. */
    boolean offer(T item) {
      int place = taken.get() < LENGTH ? taken.getAndIncrement() : LENGTH;
      if (place >= LENGTH) {
        return false;
      }
      places.setRelease(place, item);
      return true;
    }

    /** Places before which all are taken. */
    long end() {
      return number * LENGTH + Math.min(LENGTH, taken.get());
    }
  }

  /** Alone in its line of a processor's cache: the consumer writes it while producers read others. */
  private static final int EMPTIED = 32;

  private final int mostLinks;
  private final AtomicReference<@Nullable Link<T>> last;

  /** Where the consumer is: written by it alone, read by producers when they need a new link. */
  private volatile Link<T> first = new Link<>(0);

  /** How many places of the first link are emptied. */
  private final AtomicIntegerArray emptied = new AtomicIntegerArray(2 * EMPTIED);

  /**
   * Makes an empty queue.
   *
   * @param room how many it holds at most, a multiple of 512; it may be full with 512 less
   */
  LogQueue(int room) {
    if (room < LENGTH || room % LENGTH != 0) {
      throw new IllegalArgumentException("expected a multiple of " + LENGTH + ", got " + room);
    }
    mostLinks = room / LENGTH;
    last = new AtomicReference<>(first);
  }

  /** Puts in, unless there is no room. */
  boolean offer(T item) {
    Link<T> link = last();
    while (!link.offer(item)) {
      Link<T> next = following(link);
      if (next == null) {
        return false;
      }
      link = next;
    }
    return true;
  }

  /** The link that is not full, or one before it: never one after. */
  private Link<T> last() {
    return Objects.requireNonNull(last.get());
  }

  /** The link after a full one, which is made if there is room for it. */
  private @Nullable Link<T> following(Link<T> full) {
    Link<T> next = full.next.get();
    if (next == null) {
      if (full.number - first.number + 1 >= mostLinks) {
        return null;
      }
      Link<T> made = new Link<>(full.number + 1);
      Link<T> other = full.next.compareAndExchange(null, made);
      next = other == null ? made : other;
    }
    last.compareAndSet(full, next);
    return next;
  }

  /** Takes out the first, or returns null when there is none yet. */
  synchronized @Nullable T poll() {
    int place = emptied.get(EMPTIED);
    if (place == LENGTH) {
      Link<T> next = first.next.get();
      if (next == null) {
        return null;
      }
      first = next;
      place = 0;
      emptied.set(EMPTIED, 0);
    }
    T item = first.places.getAcquire(place);
    if (item != null) {
      emptied.setRelease(EMPTIED, place + 1);
    }
    return item;
  }

  /** How many are in it, about. */
  int size() {
    return (int) Math.max(0, last().end() - first.number * LENGTH - emptied.get(EMPTIED));
  }

  boolean isEmpty() {
    return size() == 0;
  }
}
