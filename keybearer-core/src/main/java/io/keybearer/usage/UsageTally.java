package io.keybearer.usage;

/** How many requests, and how long they took. Not for use by several threads. */
public final class UsageTally {
  private final LatencyHistogram latency;
  private long requests;

  /** Makes an empty one. */
  public UsageTally() {
    this(0, new LatencyHistogram());
  }

  /** Makes one with what is known. */
  public UsageTally(long requests, LatencyHistogram latency) {
    this.requests = requests;
    this.latency = latency;
  }

  /** How many requests; below zero in what is yet to be added to others. */
  public long requests() {
    return requests;
  }

  /** How long they took, where that is known. */
  public LatencyHistogram latency() {
    return latency;
  }

  /** Adds requests, or takes them away. */
  public void add(long more) {
    requests += more;
  }

  /** Adds all that another holds. */
  public void add(UsageTally other) {
    requests += other.requests;
    latency.add(other.latency);
  }
}
