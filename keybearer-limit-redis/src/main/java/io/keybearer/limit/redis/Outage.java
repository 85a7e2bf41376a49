package io.keybearer.limit.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one line of the log that Redis is of no use, and in another that it is again. */
final class Outage {
  private static final System.Logger LOG = System.getLogger(Outage.class.getName());

  /** The word that an error of Redis begins with; what follows may repeat what was sent. */
  private static final Pattern WORD = Pattern.compile("[A-Z]{2,20}\\b");

  private final RedisAddress address;
  private final FailurePolicy policy;
  private final LongSupplier nanoTime;
  private boolean said;
  private long since;

  Outage(RedisAddress address, FailurePolicy policy, LongSupplier nanoTime) {
    this.address = address;
    this.policy = policy;
    this.nanoTime = nanoTime;
  }

  synchronized void begin(Throwable failure) {
    if (!said) {
      said = true;
      since = nanoTime.getAsLong();
      LOG.log(
          System.Logger.Level.WARNING,
          "rate limits are not shared any more, since " + address + " " + reason(failure)
              + "; until they are, " + policy.effect());
    }
  }

  synchronized void end() {
    if (said) {
      said = false;
      Duration lasted = Duration.ofNanos(nanoTime.getAsLong() - since);
      LOG.log(
          System.Logger.Level.WARNING,
          "rate limits are shared again over " + address + ", after " + lasted.toMillis() + " ms");
    }
  }

  /** What went wrong, without what futures wrap around it. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof TimeoutException || at instanceof RedisCommandTimeoutException) {
        return "does not answer in time";
      }
      if (at instanceof RedisCommandExecutionException) {
        Matcher word = WORD.matcher(Objects.requireNonNullElse(at.getMessage(), ""));
        return word.lookingAt() ? "answers " + word.group() : "answers with an error";
      }
    }
    return "cannot be reached";
  }
}
