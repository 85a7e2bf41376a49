package io.keybearer.usage;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import org.jspecify.annotations.Nullable;

/**
 * Requests counted together. What a row is not about is null.
 *
 * @param group what they have in common
 * @param tally how many, and how long they took
 */
public record UsageRow(Group group, UsageTally tally) {
  /**
   * What requests have in common.
   *
   * @param start the first minute of their span, counted from 1970
   * @param company whose keys
   * @param apiKey the key
   * @param endpoint the form of the endpoint; empty when not known
   * @param method the method; empty when not known
   * @param status the status; 0 when not known
   * @param outcome the verification code
   */
  public record Group(
      @Nullable Long start,
      @Nullable CompanyId company,
      @Nullable ApiKeyId apiKey,
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable Integer status,
      @Nullable String outcome) {
    /** The group of a query to which a counter belongs. */
    public static Group of(UsageQuery query, long start, UsageSeries series) {
      var by = query.groupBy();
      return new Group(
          query.bySpan() ? start : null,
          by.contains(UsageDimension.COMPANY) ? series.company() : null,
          by.contains(UsageDimension.KEY) ? series.apiKey() : null,
          by.contains(UsageDimension.ENDPOINT) ? series.endpoint() : null,
          by.contains(UsageDimension.METHOD) ? series.method() : null,
          by.contains(UsageDimension.STATUS) ? series.status() : null,
          by.contains(UsageDimension.OUTCOME) ? series.outcome() : null);
    }
  }
}
