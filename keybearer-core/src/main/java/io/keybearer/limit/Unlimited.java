package io.keybearer.limit;

/** The meter of a counter without limits. */
record Unlimited() implements Meter {
  @Override
  public LimitOutcome take(long cost, long now) {
    return accepted(cost);
  }

  @Override
  public LimitOutcome takeAtOnce(long cost, long now) {
    return accepted(cost);
  }

  @Override
  public void giveBack(long cost, long now) {
    accepted(cost);
  }

  @Override
  public LimitOutcome look(long cost, long now) {
    return accepted(cost);
  }

  private static LimitOutcome accepted(long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("expected a cost of at least 0, got " + cost);
    }
    return LimitOutcome.unlimited();
  }
}
