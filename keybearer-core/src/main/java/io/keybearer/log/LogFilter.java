package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.policy.AddressRange;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows to list; a null part filters nothing, and all parts must hold.
 *
 * @param apiKey rows of this key
 * @param prefix rows of the key with this public id
 * @param company rows of this company's keys
 * @param endpoint exactly this endpoint
 * @param endpointPrefix endpoints that begin with this text
 * @param method exactly this method
 * @param statusFrom status codes from here …
 * @param statusTo … to here, both included
 * @param addresses addresses in this range
 * @param userAgent part of the user agent, in any case of ASCII letters
 * @param referer part of the referer, in any case of ASCII letters
 * @param outcomes one of these verification codes; empty filters nothing
 * @param from rows at or after this instant
 * @param until rows before this instant
 * @param leastMillis requests that took at least so many milliseconds
 * @param caller rows that this key made by verifying or reporting
 * @param completed whether the service's own part is there
 */
public record LogFilter(
    @Nullable ApiKeyId apiKey,
    @Nullable String prefix,
    @Nullable CompanyId company,
    @Nullable String endpoint,
    @Nullable String endpointPrefix,
    @Nullable String method,
    @Nullable Integer statusFrom,
    @Nullable Integer statusTo,
    @Nullable AddressRange addresses,
    @Nullable String userAgent,
    @Nullable String referer,
    Set<String> outcomes,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Double leastMillis,
    @Nullable ApiKeyId caller,
    @Nullable Boolean completed) {
  /** Copies the set. */
  public LogFilter {
    outcomes = Set.copyOf(outcomes);
  }

  /** Every row. */
  public static LogFilter any() {
    return where().build();
  }

  /** Every row of one key. */
  public static LogFilter ofKey(ApiKeyId key) {
    return where().apiKey(key).build();
  }

  /** The same, and rows of this key. */
  public LogFilter withApiKey(ApiKeyId key) {
    return new LogFilter(
        key,
        prefix,
        company,
        endpoint,
        endpointPrefix,
        method,
        statusFrom,
        statusTo,
        addresses,
        userAgent,
        referer,
        outcomes,
        from,
        until,
        leastMillis,
        caller,
        completed);
  }

  /** The same, and rows from an instant on. */
  public LogFilter since(Instant start) {
    return new LogFilter(
        apiKey,
        prefix,
        company,
        endpoint,
        endpointPrefix,
        method,
        statusFrom,
        statusTo,
        addresses,
        userAgent,
        referer,
        outcomes,
        start,
        until,
        leastMillis,
        caller,
        completed);
  }

  /** Begins a filter that lets every row pass. */
  public static Draft where() {
    return new Draft();
  }

  /** A filter in the making; each method adds what must hold too. For one thread. */
  public static final class Draft {
    private @Nullable ApiKeyId apiKey;
    private @Nullable String prefix;
    private @Nullable CompanyId company;
    private @Nullable String endpoint;
    private @Nullable String endpointPrefix;
    private @Nullable String method;
    private @Nullable Integer statusFrom;
    private @Nullable Integer statusTo;
    private @Nullable AddressRange addresses;
    private @Nullable String userAgent;
    private @Nullable String referer;
    private Set<String> outcomes = Set.of();
    private @Nullable Instant from;
    private @Nullable Instant until;
    private @Nullable Double leastMillis;
    private @Nullable ApiKeyId caller;
    private @Nullable Boolean completed;

    private Draft() {}

    /** Rows of this key. */
    public Draft apiKey(@Nullable ApiKeyId value) {
      apiKey = value;
      return this;
    }

    /** Rows of the key with this public id. */
    public Draft prefix(@Nullable String value) {
      prefix = value;
      return this;
    }

    /** Rows of this company's keys. */
    public Draft company(@Nullable CompanyId value) {
      company = value;
      return this;
    }

    /** Exactly this endpoint, or those that begin with a text, given with {@code *} at its end. */
    public Draft endpoint(@Nullable String value) {
      endpoint = value;
      endpointPrefix = null;
      if (value != null && value.endsWith("*")) {
        endpoint = null;
        endpointPrefix = value.substring(0, value.length() - 1);
      }
      return this;
    }

    /** Exactly this method. */
    public Draft method(@Nullable String value) {
      method = value;
      return this;
    }

    /** Status codes from one to another, both included. */
    public Draft status(@Nullable Integer least, @Nullable Integer most) {
      statusFrom = least;
      statusTo = most;
      return this;
    }

    /** Addresses in this range. */
    public Draft addresses(@Nullable AddressRange value) {
      addresses = value;
      return this;
    }

    /** Part of the user agent. */
    public Draft userAgent(@Nullable String value) {
      userAgent = value;
      return this;
    }

    /** Part of the referer. */
    public Draft referer(@Nullable String value) {
      referer = value;
      return this;
    }

    /** One of these verification codes. */
    public Draft outcomes(Set<String> values) {
      outcomes = values;
      return this;
    }

    /** From one instant, included, until another, not included. */
    public Draft between(@Nullable Instant first, @Nullable Instant end) {
      from = first;
      until = end;
      return this;
    }

    /** Requests that took at least so many milliseconds. */
    public Draft leastMillis(@Nullable Double value) {
      leastMillis = value;
      return this;
    }

    /** Rows that this key made by verifying or reporting. */
    public Draft caller(@Nullable ApiKeyId value) {
      caller = value;
      return this;
    }

    /** Whether the service's own part is there. */
    public Draft completed(@Nullable Boolean value) {
      completed = value;
      return this;
    }

    /** The filter. */
    public LogFilter build() {
      return new LogFilter(
          apiKey,
          prefix,
          company,
          endpoint,
          endpointPrefix,
          method,
          statusFrom,
          statusTo,
          addresses,
          userAgent,
          referer,
          outcomes,
          from,
          until,
          leastMillis,
          caller,
          completed);
    }
  }
}
