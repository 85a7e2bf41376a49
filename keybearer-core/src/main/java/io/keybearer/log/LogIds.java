package io.keybearer.log;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of rows: UUID version 7 of RFC 9562, whose bits after the time count on (section 6.2,
 * method 1), followed by bits drawn once for this source, so that those of others differ; the last two say which
 * payloads may complete the row. Rows are
 * many, and their ids are no secret: only who made a row may complete it. Safe for concurrent use,
 * without locks.
 */
final class LogIds {
  private static final int LOW_COUNT_BITS = 22;
  private static final long LOW_COUNT = (1L << LOW_COUNT_BITS) - 1;
  private static final int CAPTURE_BITS = 2;
  private static final int OWN_BITS = 62 - LOW_COUNT_BITS;

  private final long own;
  private final AtomicLong count;

  LogIds(SecureRandom random) {
    own = random.nextLong() & ((1L << OWN_BITS) - 1) & -(1L << CAPTURE_BITS);
    count = new AtomicLong(random.nextInt());
  }

  /** Makes the next id, at this time, of a row without payloads. */
  LogId next(long millis) {
    return next(millis, Captured.NOTHING);
  }

  /** Makes the next id, at this time. */
  LogId next(long millis, Captured captured) {
    long number = count.getAndIncrement();
    long high = (millis << 16) | (7L << 12) | ((number >>> LOW_COUNT_BITS) & 0xFFF);
    long low = (1L << 63) | ((number & LOW_COUNT) << OWN_BITS) | own | captured.bits();
    return new LogId(new UUID(high, low));
  }
}
