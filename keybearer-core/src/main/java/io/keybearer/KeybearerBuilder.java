package io.keybearer;

import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.RateLimiterFactory;
import io.keybearer.log.LogRetention;
import io.keybearer.log.LogSink;
import io.keybearer.log.LogSpool;
import io.keybearer.policy.AddressDetail;
import io.keybearer.redact.Redactor;
import io.keybearer.secret.Peppers;
import io.keybearer.store.Store;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.verification.OwnerCheck;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gathers what an engine is made of. Everything but the store has a default. For one thread. */
public final class KeybearerBuilder {
  /** How long what is in memory is believed without word from the store, unless told. */
  public static final Duration DEFAULT_MAX_STALENESS = Duration.ofSeconds(5);

  final Store store;
  KeyFormat format = new KeyFormat(KeyBrand.DEFAULT);
  Peppers peppers = Peppers.none();
  Clock clock = Clock.systemUTC();
  LongSupplier nanoTime = System::nanoTime;
  SecureRandom random = new SecureRandom();

  RateLimiterFactory limiter = (nanoTime, liveNodes) -> new LocalRateLimiter(nanoTime);
  String nodeName = "";
  long mostKeysInMemory = 1_000_000;
  Duration maxStaleness = DEFAULT_MAX_STALENESS;
  Duration logRetention = LogRetention.DEFAULT;

  AddressDetail logAddresses = AddressDetail.FULL;
  List<String> redactedNames = List.of();
  int mostPayloadBytes = Redactor.DEFAULT_MOST_BYTES;

  @Nullable
  LogSpool logSpool;

  @Nullable
  LogSink logSink;

  @Nullable
  OwnerCheck ownerCheck;

  Duration ownerMaxAge = Duration.ofSeconds(30);
  Duration ownerTimeout = Duration.ofSeconds(1);

  KeybearerBuilder(Store store) {
    this.store = store;
  }

  /** The brand, retired brands and environments that keys carry in their text. */
  public KeybearerBuilder format(KeyFormat value) {
    format = value;
    return this;
  }

  /** The peppers of stored hashes; the first is current. None unless told. */
  public KeybearerBuilder peppers(Peppers value) {
    peppers = value;
    return this;
  }

  /** Where ids and the first guess at the store's time come from. */
  public KeybearerBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /** Monotonic nanoseconds, as {@link System#nanoTime}; limits and freshness go by it. */
  public KeybearerBuilder nanoTime(LongSupplier value) {
    nanoTime = value;
    return this;
  }

  /** Where secrets come from. */
  public KeybearerBuilder random(SecureRandom value) {
    random = value;
    return this;
  }

  /** How rate limits are kept; in this process unless told. */
  public KeybearerBuilder limiter(RateLimiterFactory value) {
    limiter = value;
    return this;
  }

  /**
   * What operators call this engine among those that share the store, such as the name of its host;
   * 0–100 characters without control characters. Empty unless told, and need not be unique.
   */
  public KeybearerBuilder nodeName(String value) {
    if (value.length() > 100 || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "expected a name of at most 100 characters without control characters");
    }
    nodeName = value;
    return this;
  }

  /** How many keys are kept in memory at most; 1,000,000 unless told. */
  public KeybearerBuilder mostKeysInMemory(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("expected at least one key in memory");
    }
    mostKeysInMemory = value;
    return this;
  }

  /** How long what is in memory is believed without word from the store, 0.1 s to 1 h. */
  public KeybearerBuilder maxStaleness(Duration value) {
    if (value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("expected a maximum staleness from PT0.1S to PT1H");
    }
    maxStaleness = value;
    return this;
  }

  /**
   * How long rows of the request log are kept, where their company has no rule of its own; 1 hour to
   * 36,500 days, 90 days unless told. Of all engines that share the store, the one counts whose turn
   * it is: tell all of them the same.
   */
  public KeybearerBuilder logRetention(Duration value) {
    if (!LogRetention.isAllowed(value)) {
      throw new IllegalArgumentException("expected a retention of the log from PT1H to P36500D");
    }
    logRetention = value;
    return this;
  }

  /**
   * Asks the application whether owners of keys are active, beside what the store says of them:
   * inactive is who is so for either. Nobody is asked unless told.
   *
   * @param maxAge how long an answer holds, 0 to 1 hour
   * @param timeout how long a verification waits for one that is not known, 1 ms to 1 minute; after
   *     that there is no verdict
   */
  public KeybearerBuilder owners(OwnerCheck value, Duration maxAge, Duration timeout) {
    ownerCheck = value;
    ownerMaxAge = maxAge;
    ownerTimeout = timeout;
    return this;
  }

  /**
   * Puts the request log on the local disk before it is in the store: an acknowledged report then
   * survives the end of the process and a store that does not answer for hours. Without it, reports
   * are acknowledged when they are in the store, and what waits in memory is lost with the process.
   */
  public KeybearerBuilder logSpool(LogSpool value) {
    logSpool = value;
    return this;
  }

  /** Gives what is logged to a sink too, which is closed with the engine. */
  public KeybearerBuilder logSink(LogSink value) {
    logSink = value;
    return this;
  }

  /**
   * How much of clients' addresses is stored in log rows and last uses; whole ones unless told. A
   * company may let less be stored.
   */
  public KeybearerBuilder logAddresses(AddressDetail value) {
    logAddresses = value;
    return this;
  }

  /**
   * Names of fields whose values are taken out of payloads, beside those known everywhere such as
   * {@code password} and {@code api_key}. Case, hyphens and underscores make no difference.
   */
  public KeybearerBuilder redactedNames(Collection<String> value) {
    redactedNames = List.copyOf(value);
    return this;
  }

  /** How many bytes of UTF-8 are kept of a payload, 64 to 1,048,576; 16,384 unless told. */
  public KeybearerBuilder mostPayloadBytes(int value) {
    if (value < Redactor.LEAST_MOST_BYTES || value > Redactor.GREATEST_MOST_BYTES) {
      throw new IllegalArgumentException("expected to keep 64 to 1048576 bytes of a payload");
    }
    mostPayloadBytes = value;
    return this;
  }

  Redactor redactor() {
    return new Redactor(format, redactedNames, mostPayloadBytes);
  }

  /**
   * Opens the engine: reads the change feed once, and sets the background work going.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when the store does not answer; it stays
   *     open then, for its maker to close or to try again with
   * @throws java.io.UncheckedIOException when the folder of the log's spool cannot be used
   */
  public Keybearer open() {
    return new Keybearer(this).start();
  }
}
