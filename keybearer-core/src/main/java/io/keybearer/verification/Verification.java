package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.log.Captured;
import io.keybearer.log.LogId;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verdict on one request made with a key. */
public sealed interface Verification {
  /** Whether the request may go on. */
  default boolean valid() {
    return this instanceof Accepted;
  }

  /** {@code VALID}, or the name of the reason. Never changes once published. */
  String code();

  /** Where the key's limits stand; empty for a key without limits, and where they were not reached. */
  default List<LimitStatus> limits() {
    return limitOutcome().statuses();
  }

  /** What the limiter said; its statuses are worked out when asked for. */
  LimitOutcome limitOutcome();

  /** Rules that only report and would have denied. */
  Set<Rule> shadowDenied();

  private static Set<Rule> copyOf(Set<Rule> rules) {
    return rules.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(rules));
  }

  /** The log row that this verification made; a service completes it by this id. */
  @Nullable
  LogId logId();

  /** Which payloads whoever serves the request is to report, since they are kept. */
  default Captured captured() {
    LogId id = logId();
    return id == null || !valid() ? Captured.NOTHING : id.captured();
  }

  /**
   * The request may go on.
   *
   * @param key whose key it is
   * @param limitOutcome what the limiter said
   * @param shadowDenied rules that only report and would have denied
   * @param logId the log row; absent when the request asked for none
   */
  record Accepted(
      ApiKey key,
      LimitOutcome limitOutcome,
      Set<Rule> shadowDenied,
      @Nullable LogId logId) implements Verification {
    /** The code of every acceptance. */
    public static final String CODE = "VALID";

    /** Copies the set. */
    public Accepted {
      shadowDenied = copyOf(shadowDenied);
    }

    @Override
    public String code() {
      return CODE;
    }
  }

  /**
   * The request may not go on.
   *
   * @param reason the first that applies
   * @param key the key, when its holder has proved to hold it; absent for {@code NOT_FOUND}
   * @param limitOutcome what the limiter said, when it was asked
   * @param shadowDenied rules that only report and would have denied, as far as was looked
   * @param logId the log row, where one was made
   */
  record Denied(
      DenialReason reason,
      @Nullable ApiKey key,
      LimitOutcome limitOutcome,
      Set<Rule> shadowDenied,
      @Nullable LogId logId)
      implements Verification {
    /** Copies the set. */
    public Denied {
      shadowDenied = copyOf(shadowDenied);
    }

    @Override
    public String code() {
      return reason.name();
    }

    /**
     * The rule that denied, as {@link DenialReason#rule()} names it; {@code limits.} and a name for
     * one of the key's further limits. Of several limits that deny, the one to wait for longest.
     */
    public @Nullable String rule() {
      return reason == DenialReason.RATE_LIMITED
          ? limits().stream()
              .max(Comparator.comparing(LimitStatus::retryAfter))
              .map(limit -> Rule.nameOfLimit(limit.name()))
              .orElseGet(reason::rule)
          : reason.rule();
    }
  }
}
