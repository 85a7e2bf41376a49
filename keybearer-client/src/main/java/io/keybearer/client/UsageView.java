package io.keybearer.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were counted.
 *
 * @param from where the first span begins
 * @param until where the last span ends
 * @param items in the order that was asked for
 * @param truncated whether there are more
 */
public record UsageView(Instant from, Instant until, List<Count> items, boolean truncated) {
  /** Copies the list. */
  public UsageView {
    items = List.copyOf(items);
  }

  /**
   * Requests counted together; what was not asked for, or is not known, is null.
   *
   * @param start when their span begins
   * @param apiKey the id of the key
   * @param companyId the id of the company
   * @param endpoint the form of the endpoint, {@code /orders/{id}}
   * @param method the HTTP method
   * @param statusCode what the service answered
   * @param outcome the verification code
   * @param latency how many, and how long they took
   */
  public record Count(
      @Nullable Instant start,
      @Nullable String apiKey,
      @Nullable String companyId,
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable Integer statusCode,
      @Nullable String outcome,
      Tally latency) {
    static Count read(JsonMembers json) {
      return new Count(
          json.instantOrNull("start"),
          json.textOrNull("api_key"),
          json.textOrNull("company_id"),
          json.textOrNull("endpoint"),
          json.textOrNull("method"),
          json.integerOrNull("status_code"),
          json.textOrNull("outcome"),
          Tally.read(json));
    }

    /** How many requests. */
    public long requests() {
      return latency.requests();
    }
  }

  /**
   * How many requests, and how long they took, in milliseconds; null where no time is known.
   *
   * @param requests how many
   * @param timed how many of them have a time
   * @param p50 what half of those did not exceed
   * @param p90 what 90 % did not exceed
   * @param p95 what 95 % did not exceed
   * @param p99 what 99 % did not exceed
   */
  public record Tally(
      long requests,
      long timed,
      @Nullable Double p50,
      @Nullable Double p90,
      @Nullable Double p95,
      @Nullable Double p99) {
    static Tally read(JsonMembers json) {
      return new Tally(
          json.number("requests"),
          json.number("timed"),
          json.decimalOrNull("p50"),
          json.decimalOrNull("p90"),
          json.decimalOrNull("p95"),
          json.decimalOrNull("p99"));
    }
  }

  static UsageView read(JsonMembers json) {
    return new UsageView(
        json.instant("from"),
        json.instant("until"),
        json.objects("items", Count::read),
        json.flag("truncated"));
  }
}
