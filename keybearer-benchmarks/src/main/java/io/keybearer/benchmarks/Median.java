package io.keybearer.benchmarks;

import java.util.Collection;

/** The figure in the middle. */
public final class Median {
  private Median() {}

  /** The median; not a number when there are no figures. */
  public static double of(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
