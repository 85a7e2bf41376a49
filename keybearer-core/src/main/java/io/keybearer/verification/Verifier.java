package io.keybearer.verification;

import io.keybearer.cluster.ChangeFollower;
import io.keybearer.cluster.ChangeListener;
import io.keybearer.cluster.StoreClock;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.LastUse;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimiter;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.log.LogRows;
import io.keybearer.log.LogWriter;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.KeyHasher;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.ParsedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies keys: shape, secret, life cycle, policy, limits, in this order. Safe for concurrent use.
 *
 * <p>Two ways in: {@link #verify} may read the store; {@link #verifyFromMemory} never does, for
 * threads that must not wait, and says so when it would have to.
 */
public final class Verifier {
  private final Store store;
  private final KeyFormat format;
  private final KeyHasher hasher;
  private final StoreClock clock;
  private final KeyCache cache;
  private final ChangeFollower follower;
  private final Counting counting;
  private final UseRecorder uses;
  private final Rehashing rehashing;
  private final WrongSecrets wrongSecrets;
  private final LogWriter log;
  private final LogRows rows;
  private final VerificationCounts counts = new VerificationCounts();

  /**
   * Makes a verifier that believes nothing in memory until {@link #follow} has been called once.
   *
   * @param mostKeys how many keys are kept in memory
   * @param maxStaleness how long what is in memory is believed without word from the store
   */
  public Verifier(
      Store store,
      KeyFormat format,
      KeyHasher hasher,
      RateLimiter limiter,
      StoreClock clock,
      LongSupplier nanoTime,
      LogWriter log,
      LogRows rows,
      long mostKeys,
      Duration maxStaleness) {
    this.store = store;
    this.format = format;
    this.hasher = hasher;
    this.clock = clock;
    this.cache = new KeyCache(mostKeys, nanoTime);
    this.follower = new ChangeFollower(store, cache, clock, nanoTime, maxStaleness);
    this.counting = new Counting(limiter, nanoTime, store);
    this.uses = new UseRecorder(store::recordUses);
    this.rehashing = new Rehashing(hasher, store, cache);
    this.wrongSecrets = new WrongSecrets(nanoTime);
    this.log = log;
    this.rows = rows;
  }

  /**
   * Gives the verdict on a request, reading the store where it must.
   *
   * @param caller who verifies: another company's keys do not exist for a company's caller
   * @throws StoreUnavailableException when the store had to be read and did not answer
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  public Verification verify(Caller caller, VerificationRequest request) {
    Counting.refuseNegative(request.cost());
    Optional<ParsedKey> parsed = format.parse(request.key());
    if (parsed.isEmpty()) {
      return notFound(VerificationCounts.MALFORMED);
    }
    String lookup = parsed.get().prefix();
    boolean fresh = follower.isFresh();
    StoredKey held = fresh ? cache.peek(lookup) : null;
    if (held == null && !(fresh && cache.knownToBeUnknown(lookup))) {
      held = cache.fill(lookup, store::findByLookup).orElse(null);
    }
    return verdict(caller, request, held);
  }

  /**
   * Gives the verdict on a request without reading the store, or nothing when that is not possible.
   * Nothing has been counted or noted then, so that {@link #verify} can be called instead.
   *
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  public Optional<Verification> verifyFromMemory(Caller caller, VerificationRequest request) {
    Counting.refuseNegative(request.cost());
    Optional<ParsedKey> parsed = format.parse(request.key());
    if (parsed.isEmpty()) {
      return Optional.of(notFound(VerificationCounts.MALFORMED));
    }
    if (!follower.isFresh()) {
      return Optional.empty();
    }
    String lookup = parsed.get().prefix();
    StoredKey held = cache.peek(lookup);
    if (held == null) {
      return cache.knownToBeUnknown(lookup)
          ? Optional.of(verdict(caller, request, null))
          : Optional.empty();
    }
    return Counting.needsStore(held.key())
        ? Optional.empty()
        : Optional.of(verdict(caller, request, held));
  }

  /** Where a key's limits stand, touching none; may read the store. */
  public List<LimitStatus> limits(ApiKey key) {
    return counting.look(key, clock.instant());
  }

  /** Notes that a key was used, outside a verification. */
  public void noteUse(ApiKeyId key, @Nullable IpAddress ip) {
    uses.used(key, lastUse(clock.instant(), ip));
  }

  /** Writes the uses noted so far; called again and again in the background. */
  public void flushUses() {
    uses.flush();
  }

  /** Replaces outdated hashes seen so far; called again and again in the background. */
  public void upgradeHashes() {
    rehashing.run();
  }

  /** Reads the change feed; called again and again in the background. */
  public void follow() {
    follower.poll();
  }

  /** What to tell of changes that this process itself has committed. */
  public ChangeListener ownChanges() {
    return cache;
  }

  /** Whether verdicts are given from memory, which needs word from the store now and then. */
  public boolean isFresh() {
    return follower.isFresh();
  }

  /** How many verifications came to what. */
  public VerificationCounts counts() {
    return counts;
  }

  private Verification verdict(
      Caller caller, VerificationRequest request, @Nullable StoredKey held) {
    if (held == null || !caller.reach().includes(held.key().company())) {
      hasher.verifyAgainstNothing(request.key());
      return notFound(VerificationCounts.UNKNOWN);
    }
    if (!hasher.verify(request.key(), held.hash())) {
      return wrongSecret(caller, request, held.key());
    }
    Set<Rule> shadowDenied = EnumSet.noneOf(Rule.class);
    Instant now = clock.instant();
    DenialReason denial = standing(held, now);
    if (denial == null) {
      denial = PolicyRules.firstDenial(held.key(), request, shadowDenied);
    }
    if (denial != null) {
      return denied(caller, request, held.key(), denial, List.of(), shadowDenied, now);
    }
    Counting.Outcome counted = counting.take(held.key(), request.cost(), now, shadowDenied);
    if (counted.denial() != null) {
      return denied(
          caller, request, held.key(), counted.denial(), counted.limits(), shadowDenied, now);
    }
    uses.used(held.key().id(), lastUse(now, request.ip()));
    rehashing.consider(held, request.key());
    counts.count(Verification.Accepted.CODE);
    LogId logId = request.logged()
        ? record(caller, request, held.key(), Verification.Accepted.CODE, now)
        : null;
    return new Verification.Accepted(held.key(), counted.limits(), shadowDenied, logId);
  }

  private static @Nullable DenialReason standing(StoredKey held, Instant now) {
    KeyStatus status = held.key().status(now);
    if (status != KeyStatus.ACTIVE) {
      return DenialReason.of(status);
    }
    if (held.companyStatus() == CompanyStatus.SUSPENDED) {
      return DenialReason.COMPANY_SUSPENDED;
    }
    return held.ownerActive() ? null : DenialReason.OWNER_DISABLED;
  }

  private Verification notFound(String cause) {
    counts.count(cause);
    return new Verification.Denied(DenialReason.NOT_FOUND, null, List.of(), Set.of(), null);
  }

  private Verification wrongSecret(Caller caller, VerificationRequest request, ApiKey key) {
    if (wrongSecrets.sample(key.id())) {
      record(caller, request, key, DenialReason.NOT_FOUND.name(), clock.instant());
    }
    return notFound(VerificationCounts.WRONG_SECRET);
  }

  private Verification denied(
      Caller caller,
      VerificationRequest request,
      ApiKey key,
      DenialReason reason,
      List<LimitStatus> limits,
      Set<Rule> shadowDenied,
      Instant now) {
    counts.count(reason.name());
    LogId logId = record(caller, request, key, reason.name(), now);
    return new Verification.Denied(reason, key, limits, shadowDenied, logId);
  }

  private LogId record(
      Caller caller, VerificationRequest request, ApiKey key, String outcome, Instant now) {
    LogRows.Seen seen = new LogRows.Seen(
        request.endpoint(),
        request.method(),
        request.ip(),
        request.userAgent(),
        request.referer() == null ? request.origin() : request.referer());
    ApiKeyLog row = rows.ofVerification(key, seen, outcome, now, caller.keyId());
    log.offer(row);
    return row.id();
  }

  private static LastUse lastUse(Instant now, @Nullable IpAddress ip) {
    return new LastUse(now, ip == null ? null : ip.toString());
  }
}
