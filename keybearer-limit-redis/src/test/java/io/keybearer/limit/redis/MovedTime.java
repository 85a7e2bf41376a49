package io.keybearer.limit.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that a test moves, for Redis and for this process alike: the scripts read it from a key
 * instead of the server's clock, and nothing expires by itself.
 */
final class MovedTime {
  private static final String CLOCK = """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      """;
  private static final String EXPIRY =
      ", 'PX', string.format('%.0f', div(state.whole - now, 1000) + 2)";

  /** Sometime in 2026, since small numbers would hide what great ones lose. */
  private static final long START_MICROS = 1_790_000_000_123_456L;

  private final String key;
  private final AtomicLong redisMicros = new AtomicLong(START_MICROS);
  private final AtomicLong nanos = new AtomicLong(123_456_789L);

  MovedTime(String prefix) {
    key = prefix + "time";
    store();
  }

  Scripts scripts() {
    String state = Scripts.read("state.lua");
    String moved =
        replaced(state, CLOCK, "local now = tonumber(redis.call('GET', '" + key + "'))\n");
    return Scripts.of(replaced(moved, EXPIRY, ""));
  }

  long nanoTime() {
    return nanos.get();
  }

  void pass(Duration duration) {
    // What is asked meanwhile must not be older in Redis than here.
    turnRedis(duration);
    passHere(duration);
  }

  /** Lets time pass here, while that of Redis stands still. */
  void passHere(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Turns the clock of Redis alone, as an administrator may. */
  void turnRedis(Duration duration) {
    redisMicros.addAndGet(duration.toNanos() / 1000);
    store();
  }

  /** Whether Redis, which counts exactly up to 2^53, will still do so after this. */
  boolean isInReach(long micros) {
    return redisMicros.get() + micros < 5_000_000_000_000_000L;
  }

  /** Sets the clock of Redis to where it began. */
  void restart() {
    redisMicros.set(START_MICROS);
    store();
  }

  private void store() {
    TestRedis.commands().set(key, Long.toString(redisMicros.get()));
  }

  private static String replaced(String script, String what, String with) {
    if (!script.contains(what)) {
      throw new IllegalStateException("the script does not say any more: " + what);
    }
    return script.replace(what, with);
  }
}
