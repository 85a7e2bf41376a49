package io.keybearer.verification;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many verifications came to what, since the start. {@code NOT_FOUND} is split by cause here,
 * which no answer to a caller ever is. Safe for concurrent use.
 */
public final class VerificationCounts {
  /** The text had no key's shape or checksum. */
  public static final String MALFORMED = "MALFORMED";

  /** No key has this prefix, or none that the caller can see. */
  public static final String UNKNOWN = "UNKNOWN";

  /** The prefix is a key's, and the secret is not. */
  public static final String WRONG_SECRET = "WRONG_SECRET";

  private final Map<String, LongAdder> counts = new TreeMap<>();

  VerificationCounts() {
    counts.put(Verification.Accepted.CODE, new LongAdder());
    for (DenialReason reason : DenialReason.values()) {
      if (reason != DenialReason.NOT_FOUND) {
        counts.put(reason.name(), new LongAdder());
      }
    }
    for (String cause : new String[] {MALFORMED, UNKNOWN, WRONG_SECRET}) {
      counts.put(cause, new LongAdder());
    }
  }

  void count(String outcome) {
    LongAdder counter = counts.get(outcome);
    if (counter == null) {
      throw new IllegalArgumentException("not an outcome: " + outcome);
    }
    counter.increment();
  }

  /** The counts by outcome, every outcome present. */
  public Map<String, Long> snapshot() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((outcome, count) -> copy.put(outcome, count.sum()));
    return copy;
  }
}
