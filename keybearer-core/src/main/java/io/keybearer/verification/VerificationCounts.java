package io.keybearer.verification;

import java.util.EnumMap;
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

  private final LongAdder valid = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder wrongSecret = new LongAdder();
  private final Map<DenialReason, LongAdder> denied = new EnumMap<>(DenialReason.class);

  VerificationCounts() {
    for (DenialReason reason : DenialReason.values()) {
      if (reason != DenialReason.NOT_FOUND) {
        denied.put(reason, new LongAdder());
      }
    }
  }

  void valid() {
    valid.increment();
  }

  void malformed() {
    malformed.increment();
  }

  void unknown() {
    unknown.increment();
  }

  void wrongSecret() {
    wrongSecret.increment();
  }

  void denied(DenialReason reason) {
    LongAdder counter = denied.get(reason);
    if (counter == null) {
      throw new IllegalArgumentException("NOT_FOUND is counted by its cause");
    }
    counter.increment();
  }

  /** The counts by outcome, every outcome present. */
  public Map<String, Long> snapshot() {
    Map<String, Long> copy = new TreeMap<>();
    copy.put(Verification.Accepted.CODE, valid.sum());
    copy.put(MALFORMED, malformed.sum());
    copy.put(UNKNOWN, unknown.sum());
    copy.put(WRONG_SECRET, wrongSecret.sum());
    denied.forEach((reason, count) -> copy.put(reason.name(), count.sum()));
    return copy;
  }
}
