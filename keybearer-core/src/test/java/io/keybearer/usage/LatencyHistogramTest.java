package io.keybearer.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final long SEED = Long.getLong("keybearer.seed", new Random().nextLong());

  @Test
  void readsOffWhatWasMeasuredWithinThreePercent() {
    System.out.println("LatencyHistogramTest with -Dkeybearer.seed=" + SEED);
    Random chance = new Random(SEED);
    double[] times = new double[5_000];
    LatencyHistogram all = new LatencyHistogram();
    LatencyHistogram[] parts = {new LatencyHistogram(), new LatencyHistogram()};
    for (int i = 0; i < times.length; i++) {
      times[i] = Math.pow(10, chance.nextDouble() * 9 - 1);
      all.add(times[i], 1);
      parts[i % 2].add(times[i], 1);
    }
    Arrays.sort(times);
    LatencyHistogram merged = new LatencyHistogram();
    merged.add(parts[0].toBytes());
    merged.add(parts[1]);
    for (double part : new double[] {0.001, 0.5, 0.9, 0.95, 0.99, 1}) {
      double measured = times[(int) Math.max(0, Math.ceil(part * times.length) - 1)];
      assertThat(all.percentile(part)).isCloseTo(measured, within(measured * 0.032));
      assertThat(merged.percentile(part)).isEqualTo(all.percentile(part));
    }
    assertThat(merged.total()).isEqualTo(times.length);
  }

  @Test
  void takesAwayWhatWasAddedAndKnowsNothingWhenEmpty() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.percentile(0.5)).isNull();
    histogram.add(12.5, 3);
    histogram.add(0, 1);
    histogram.add(1_000_000_000, 1);
    histogram.add(12.5, -3);
    LatencyHistogram read = new LatencyHistogram();
    read.add(histogram.toBytes());
    assertThat(read.total()).isEqualTo(2);
    assertThat(read.percentile(0.5)).isLessThan(0.01);
    assertThat(read.percentile(1)).isCloseTo(1e9, within(3.2e7));
  }
}
