package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.RateLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What was accepted, each somewhere between its call and its return, by one monotonic clock. Safe
 * for concurrent use.
 */
final class AcceptedHistory {
  private record Acceptance(long called, long returned) {}

  private final List<Acceptance> acceptances = new ArrayList<>();

  synchronized void accepted(long called, long returned) {
    acceptances.add(new Acceptance(called, returned));
  }

  synchronized int size() {
    return acceptances.size();
  }

  /**
   * Checks that what lies wholly within a span <i>t</i> is at most {@code limit + limit·t/window},
   * for every span there is.
   */
  synchronized void assertWithin(RateLimit rate) {
    List<Acceptance> latestFirst = new ArrayList<>(acceptances);
    latestFirst.sort(Comparator.comparingLong(Acceptance::called).reversed());
    long[] returns = new long[latestFirst.size()];
    double perNano = rate.limit() / (double) rate.window().toNanos();
    for (int i = 0; i < returns.length; i++) {
      Acceptance earliest = latestFirst.get(i);
      insert(returns, i, earliest.returned);
      for (int k = 0; k <= i; k++) {
        long span = returns[k] - earliest.called;
        double most = rate.limit() + span * perNano;
        // Compared first: there are millions of spans.
        if (k + 1 > most) {
          assertThat((double) (k + 1)).as("accepted within %d ns", span).isLessThanOrEqualTo(most);
        }
      }
    }
  }

  private static void insert(long[] sorted, int size, long value) {
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
  }
}
