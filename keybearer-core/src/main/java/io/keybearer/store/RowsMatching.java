package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.policy.IpAddress;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The log rows within a reach that pass a filter. For stores that filter by themselves, and for
 * rows that are told to whoever follows the log.
 *
 * @param reach whose rows
 * @param filter which of them
 */
public record RowsMatching(Reach reach, LogFilter filter) implements Predicate<ApiKeyLog> {
  @Override
  public boolean test(ApiKeyLog row) {
    return reach.includes(row.company())
        && same(filter.apiKey(), row.apiKey())
        && same(filter.prefix(), row.prefix())
        && same(filter.company(), row.company())
        && (filter.outcomes().isEmpty() || filter.outcomes().contains(row.outcome()))
        && same(filter.method(), row.method())
        && same(filter.endpoint(), row.endpoint())
        && same(filter.caller(), row.caller())
        && same(filter.completed(), row.completed())
        && answered(row.statusCode())
        && took(row.executionTime())
        && askedFor(row.endpoint())
        && holds(row.userAgent(), filter.userAgent())
        && holds(row.referer(), filter.referer())
        && cameFrom(row.ipAddress())
        && happened(row.at());
  }

  private boolean answered(@Nullable Integer status) {
    Integer from = filter.statusFrom();
    Integer to = filter.statusTo();
    return (from == null || (status != null && status >= from))
        && (to == null || (status != null && status <= to));
  }

  private boolean took(@Nullable Double millis) {
    Double least = filter.leastMillis();
    return least == null || (millis != null && millis >= least);
  }

  private boolean askedFor(@Nullable String endpoint) {
    String prefix = filter.endpointPrefix();
    return prefix == null || (endpoint != null && endpoint.startsWith(prefix));
  }

  /** Whether an address, in whatever text a row has it, lies in the wanted range. */
  private boolean cameFrom(@Nullable String address) {
    return filter.addresses() == null
        || (address != null
            && IpAddress.find(address).filter(filter.addresses()::contains).isPresent());
  }

  private boolean happened(Instant at) {
    Instant from = filter.from();
    Instant until = filter.until();
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }

  private static boolean holds(@Nullable String text, @Nullable String part) {
    return part == null
        || (text != null
            && KeysMatching.asciiLowerCase(text).contains(KeysMatching.asciiLowerCase(part)));
  }

  private static <T> boolean same(@Nullable T wanted, @Nullable T found) {
    return wanted == null || wanted.equals(found);
  }
}
