package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a service says of a request that it served. */
public sealed interface LogReport {
  /** The longest execution time, in milliseconds: about eleven days. */
  long MOST_MILLIS = 1_000_000_000L;

  /** Reports speak of times from 1970 and before this instant. */
  Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  /**
   * Completes the row that a verification made.
   *
   * @param id what the verification returned
   * @param statusCode the status answered, 100–599
   * @param requestData what was asked; kept only where that is switched on
   * @param responseData what was answered; kept only where that is switched on
   * @param executionTime milliseconds, 0 to {@link #MOST_MILLIS}
   */
  record OfVerification(
      LogId id,
      @Nullable Integer statusCode,
      @Nullable String requestData,
      @Nullable String responseData,
      @Nullable Double executionTime)
      implements LogReport {
    /**
     * Checks the ranges.
     *
     * @throws InvalidValueException {@code OUT_OF_RANGE}
     */
    public OfVerification {
      LogReport.check(statusCode, executionTime);
    }

    /** One that says nothing of what was asked and answered. */
    public OfVerification(LogId id, @Nullable Integer statusCode, @Nullable Double executionTime) {
      this(id, statusCode, null, null, executionTime);
    }
  }

  /**
   * Makes a row of its own.
   *
   * @param apiKey the key that was used
   * @param endpoint the path; query and fragment are dropped
   * @param method the HTTP method
   * @param statusCode the status answered, 100–599
   * @param ipAddress the client's address
   * @param userAgent the User-Agent header
   * @param referer the Referer header; query and fragment are dropped
   * @param requestData what was asked; kept only where that is switched on
   * @param responseData what was answered; kept only where that is switched on
   * @param executionTime milliseconds, 0 to {@link #MOST_MILLIS}
   * @param outcome the verification code, {@code [A-Z_]{1,32}}; null = {@code VALID}
   * @param at when, cut to milliseconds; null, or a time to come = now
   */
  record OfRequest(
      ApiKeyId apiKey,
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable Integer statusCode,
      @Nullable IpAddress ipAddress,
      @Nullable String userAgent,
      @Nullable String referer,
      @Nullable String requestData,
      @Nullable String responseData,
      @Nullable Double executionTime,
      @Nullable String outcome,
      @Nullable Instant at)
      implements LogReport {
    private static final Pattern OUTCOME = Pattern.compile("[A-Z_]{1,32}");

    /**
     * Checks the ranges and the form of the outcome.
     *
     * @throws InvalidValueException {@code OUT_OF_RANGE} or {@code WRONG_FORM}
     */
    public OfRequest {
      LogReport.check(statusCode, executionTime);
      if (outcome != null && !OUTCOME.matcher(outcome).matches()) {
        throw new InvalidValueException(ProblemCode.WRONG_FORM, "VALID");
      }
      if (at != null && (at.isBefore(Instant.EPOCH) || !at.isBefore(END))) {
        throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, Instant.EPOCH, END);
      }
    }
  }

  private static void check(@Nullable Integer statusCode, @Nullable Double executionTime) {
    if (statusCode != null && (statusCode < 100 || statusCode > 599)) {
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, 100, 599);
    }
    if (executionTime != null && !(executionTime >= 0 && executionTime <= MOST_MILLIS)) {
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, 0, MOST_MILLIS);
    }
  }
}
