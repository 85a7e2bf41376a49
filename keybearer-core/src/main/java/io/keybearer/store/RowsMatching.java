package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The log rows within a reach that pass a filter. */
record RowsMatching(Reach reach, LogFilter filter) implements Predicate<ApiKeyLog> {
  @Override
  public boolean test(ApiKeyLog row) {
    return reach.includes(row.company())
        && same(filter.apiKey(), row.apiKey())
        && same(filter.company(), row.company())
        && same(filter.outcome(), row.outcome())
        && same(filter.method(), row.method())
        && same(filter.ipAddress(), row.ipAddress())
        && answered(row.statusCode())
        && askedFor(row.endpoint())
        && happened(row.at());
  }

  private boolean answered(@Nullable Integer status) {
    Integer from = filter.statusFrom();
    Integer to = filter.statusTo();
    return (from == null || (status != null && status >= from))
        && (to == null || (status != null && status <= to));
  }

  private boolean askedFor(@Nullable String endpoint) {
    String prefix = filter.endpointPrefix();
    return prefix == null || (endpoint != null && endpoint.startsWith(prefix));
  }

  private boolean happened(Instant at) {
    Instant from = filter.from();
    Instant until = filter.until();
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  private static <T> boolean same(@Nullable T wanted, @Nullable T found) {
    return wanted == null || wanted.equals(found);
  }
}
