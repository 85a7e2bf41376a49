package io.keybearer.usage;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which counts are wanted.
 *
 * @param grain the spans that are read
 * @param from the first minute, counted from 1970: the beginning of a span
 * @param until the minute after the last: the end of a span
 * @param bySpan whether each span has rows of its own; otherwise all are added up
 * @param groupBy what each row is about
 * @param company of this company's keys; null = any
 * @param apiKey of this key; null = any
 * @param order which rows come first
 * @param latency whether the times are read too, which takes longer
 * @param most how many rows at most, from 1
 */
public record UsageQuery(
    UsageGrain grain,
    long from,
    long until,
    boolean bySpan,
    Set<UsageDimension> groupBy,
    @Nullable CompanyId company,
    @Nullable ApiKeyId apiKey,
    Order order,
    boolean latency,
    int most) {
  /** Which rows come first. */
  public enum Order {
    /** The earliest spans. */
    TIME,
    /** Those with the most requests. */
    REQUESTS
  }

  /**
   * Copies the set and checks the span and the number of rows.
   *
   * @throws IllegalArgumentException when they are not as said above
   */
  public UsageQuery {
    groupBy = Set.copyOf(groupBy);
    if (grain.startOf(from) != from || grain.startOf(until) != until || until < from) {
      throw new IllegalArgumentException("expected whole spans, got " + from + " to " + until);
    }
    if (most < 1) {
      throw new IllegalArgumentException("expected at least one row");
    }
  }
}
