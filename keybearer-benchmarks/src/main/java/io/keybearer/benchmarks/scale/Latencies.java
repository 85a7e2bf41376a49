package io.keybearer.benchmarks.scale;

import java.util.Arrays;

/** How long calls took. For one thread. */
final class Latencies {
  private static final double MICROSECOND = 1e3;

  private long[] nanos = new long[1 << 16];
  private int count;

  void add(long taken) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * nanos.length);
    }
    nanos[count] = taken;
    count++;
  }

  double median() {
    return at(0.5);
  }

  double p99() {
    return at(0.99);
  }

  @Override
  public String toString() {
    return "%,14d calls, median %.1f µs, p99 %.1f µs, p99.9 %.1f µs"
        .formatted(count, median(), p99(), at(0.999));
  }

  /** The time within which a share of the calls was done, in microseconds. */
  private double at(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    Arrays.sort(nanos, 0, count);
    return nanos[(int) (share * (count - 1))] / MICROSECOND;
  }
}
