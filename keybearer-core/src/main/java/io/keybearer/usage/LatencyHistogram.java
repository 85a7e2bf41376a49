package io.keybearer.usage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many requests took how long, in fixed classes that can be added up: sixteen for each doubling
 * of the time, so that what is read off lies within 3.2 % of a time that was measured. Times below
 * 1/128 millisecond are one class. Not for use by several threads.
 */
public final class LatencyHistogram {
  private static final int MANTISSA_SHIFT = 48;
  private static final double SHORTEST = 1.0 / 128;
  private static final long FIRST = Double.doubleToLongBits(SHORTEST) >>> MANTISSA_SHIFT;

  /** Classes in order, so many of them. */
  private int[] classes = {};

  private long[] counts = {};
  private int size;

  /** Makes an empty one. */
  public LatencyHistogram() {}

  /** Adds so many requests, or takes them away, that took this many milliseconds. */
  public void add(double milliseconds, long requests) {
    addTo(classOf(milliseconds), requests);
  }

  /** Adds all that another holds. */
  public void add(LatencyHistogram other) {
    for (int i = 0; i < other.size; i++) {
      addTo(other.classes[i], other.counts[i]);
    }
  }

  /** Adds what {@link #toBytes} wrote. */
  public void add(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    int number = 0;
    while (from.hasRemaining()) {
      number += (int) Varints.read(from);
      addTo(number, Varints.readSigned(from));
    }
  }

  /** How many requests there are whose time is known. */
  public long total() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  /**
   * The time that this part of the requests did not exceed, in milliseconds: the middle of its class.
   *
   * @param part from 0 to 1, for example 0.99
   * @return null without requests
   */
  public @Nullable Double percentile(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * total()));
    for (int i = 0; i < size; i++) {
      rank -= counts[i];
      if (rank <= 0) {
        return middle(classes[i]);
      }
    }
    return null;
  }

  /** Everything, for {@link #add(byte[])}. */
  public byte[] toBytes() {
    ByteBuffer to = ByteBuffer.allocate(2 * size * Varints.LONGEST);
    int before = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        Varints.write(to, classes[i] - before);
        Varints.writeSigned(to, counts[i]);
        before = classes[i];
      }
    }
    return Arrays.copyOf(to.array(), to.position());
  }

  private static int classOf(double milliseconds) {
    return milliseconds < SHORTEST
        ? 0
        : (int) ((Double.doubleToLongBits(milliseconds) >>> MANTISSA_SHIFT) - FIRST) + 1;
  }

  private static double middle(int number) {
    return number == 0 ? SHORTEST / 2 : (lower(number) + lower(number + 1)) / 2;
  }

  private static double lower(int number) {
    return Double.longBitsToDouble((FIRST + number - 1) << MANTISSA_SHIFT);
  }

  private void addTo(int number, long requests) {
    int at = Arrays.binarySearch(classes, 0, size, number);
    if (at >= 0) {
      counts[at] += requests;
      return;
    }
    int place = -at - 1;
    if (size == classes.length) {
      classes = Arrays.copyOf(classes, size == 0 ? 2 : 2 * size);
      counts = Arrays.copyOf(counts, classes.length);
    }
    System.arraycopy(classes, place, classes, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    classes[place] = number;
    counts[place] = requests;
    size++;
  }
}
