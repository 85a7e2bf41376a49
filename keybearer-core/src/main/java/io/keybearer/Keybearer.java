package io.keybearer;

import io.keybearer.cluster.Membership;
import io.keybearer.cluster.StoreClock;
import io.keybearer.key.Caller;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.lifecycle.Administration;
import io.keybearer.lifecycle.Lifecycle;
import io.keybearer.limit.RateLimiter;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogRows;
import io.keybearer.log.LogSink;
import io.keybearer.log.LogSpool;
import io.keybearer.log.LogWriter;
import io.keybearer.secret.KeyHasher;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.store.NodeId;
import io.keybearer.store.Store;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyMint;
import io.keybearer.verification.Explainer;
import io.keybearer.verification.OwnerStandings;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The engine: keys issued, verified, limited, logged and revoked over one store. Make one for an
 * application and close it at the end. Safe for concurrent use.
 *
 * <pre>{@code
 * try (Keybearer keybearer = Keybearer.open(store)) {
 *   IssuedKey issued = keybearer.administration().keys().issue(KeyDraft.service(acme, "billing"));
 *   Verification verdict = keybearer.verify(VerificationRequest.of(issued.text()).build());
 * }
 * }</pre>
 */
public final class Keybearer implements AutoCloseable {
  private final Store store;
  private final KeyFormat format;
  private final StoreClock clock;
  private final RateLimiter limiter;
  private final Verifier verifier;
  private final Lifecycle lifecycle;
  private final LogWriter writer;
  private final @Nullable LogSink sink;
  private final RequestLog log;
  private final Explainer explainer;
  private final @Nullable OwnerStandings owners;
  private final Membership membership;
  private final BackgroundWork background;

  Keybearer(KeybearerBuilder parts) {
    store = parts.store;
    format = parts.format;
    TimeOrderedIds ids = new TimeOrderedIds(parts.clock, parts.random);
    KeyHasher hasher = new KeyHasher(parts.peppers);
    clock = new StoreClock(parts.clock, parts.nanoTime);
    LogRows rows = new LogRows(parts.random, parts.redactor(), parts.logAddresses);
    sink = parts.logSink;
    writer = writer(parts, clock);
    AtomicInteger liveNodes = new AtomicInteger(1);
    limiter = parts.limiter.create(parts.nanoTime, liveNodes::get);
    owners = parts.ownerCheck == null
        ? null
        : new OwnerStandings(
            parts.ownerCheck, parts.ownerMaxAge, parts.ownerTimeout, parts.nanoTime);
    verifier = new Verifier(
        store,
        format,
        hasher,
        limiter,
        clock,
        parts.nanoTime,
        parts.random::nextLong,
        writer,
        rows,
        parts.mostKeysInMemory,
        parts.maxStaleness,
        owners);
    KeyMint mint = new KeyMint(format, new SecretGenerator(parts.random));
    lifecycle = new Lifecycle(store, format, mint, hasher, clock, ids, verifier.ownChanges());
    log = new RequestLog(store, writer, rows, clock);
    explainer = new Explainer(store, clock, verifier, rows, owners);
    membership = new Membership(
        store,
        verifier.follower(),
        new NodeId(ids.next()),
        parts.nodeName,
        parts.nanoTime,
        liveNodes);
    LogKeeping logKeeping =
        new LogKeeping(store, membership.self().toString(), parts.logRetention, clock);
    background = new BackgroundWork(store, verifier, membership, logKeeping, clock, parts.nanoTime);
  }

  private static LogWriter writer(KeybearerBuilder parts, Clock clock) {
    LogSpool spool = parts.logSpool;
    LogSink sink = parts.logSink;
    LogDestination log = sink == null ? parts.store.log() : sink.beside(parts.store.log());
    return spool == null
        ? new LogWriter(log::append)
        : LogWriter.spooled(spool, log, clock, parts.nanoTime, parts.random);
  }

  /** Opens an engine with every default. */
  public static Keybearer open(Store store) {
    return builder(store).open();
  }

  /**
   * Begins an engine over a store, which it closes at the end.
   *
   * @param store where everything is kept
   */
  public static KeybearerBuilder builder(Store store) {
    return new KeybearerBuilder(store);
  }

  /** Sets it going; what holds threads, connections or files ends when that fails. */
  Keybearer start() {
    try {
      verifier.follow();
      membership.beat();
    } catch (RuntimeException failed) {
      writer.close();
      limiter.close();
      throw failed;
    }
    writer.start();
    background.start();
    return this;
  }

  /**
   * Gives the verdict on a request, on behalf of this application. Does no I/O for keys in memory.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when the store had to be read and did not
   *     answer, or the application did not say whether the owner is active: neither a denial nor an
   *     acceptance
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  public Verification verify(VerificationRequest request) {
    return verifier.verify(Caller.application(), request);
  }

  /** Verification on behalf of others, without waiting, and what is known of limits and uses. */
  public Verifier verifier() {
    return verifier;
  }

  /** Administration on behalf of this application, which may do anything. */
  public Administration administration() {
    return lifecycle.as(Caller.application());
  }

  /** Administration on behalf of a caller, who grants no more than it holds. */
  public Administration administration(Caller caller) {
    return lifecycle.as(caller);
  }

  /** The first key of the platform, and the way back for who lost it. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** One row for every request made with a key. */
  public RequestLog log() {
    return log;
  }

  /** How much keys are used, and which are not. */
  public Usage usage() {
    return new Usage(store, clock);
  }

  /** What a verification would answer, and why. */
  public Explainer explainer() {
    return explainer;
  }

  /** This engine among all that share the store, and how far changes have come. */
  public Membership membership() {
    return membership;
  }

  /**
   * Whether word of changes comes at once. False while the store's channel for that is cut; changes
   * are then found by reading the feed every 50 milliseconds, as always.
   */
  public boolean hearsAtOnce() {
    return background.hearsAtOnce();
  }

  /** The form of this engine's keys. */
  public KeyFormat format() {
    return format;
  }

  /** The wall clock of the store's host, by which keys live. */
  public Clock clock() {
    return clock;
  }

  /**
   * Writes what is still to be written, ends the background work, takes leave of the other engines
   * and closes the store.
   */
  @Override
  public void close() {
    background.close();
    if (owners != null) {
      owners.close();
    }
    writer.close();
    if (sink != null) {
      sink.close();
    }
    limiter.close();
    store.close();
  }
}
