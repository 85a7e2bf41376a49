package io.keybearer.verification;

import io.keybearer.cluster.ChangeFollower;
import io.keybearer.cluster.ChangeListener;
import io.keybearer.cluster.StoreClock;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimiter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogRows;
import io.keybearer.log.LogWriter;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.KeyHasher;
import io.keybearer.store.Store;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyPrefix;
import io.keybearer.token.ParsedKey;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
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
  private static final Set<Rule> NONE = Set.of();

  private final KeyFormat format;
  private final KeyHasher hasher;
  private final StoreClock clock;
  private final LongSupplier nanoTime;
  private final KeyFinder keys;
  private final ChangeFollower follower;
  private final Counting counting;
  private final UseRecorder uses;
  private final Rehashing rehashing;
  private final WrongSecrets wrongSecrets;
  private final LogWriter log;
  private final LogRows rows;
  private final CompanySlugs slugs;
  private final @Nullable OwnerStandings owners;
  private final VerificationCounts counts = new VerificationCounts();

  /**
   * Makes a verifier that believes nothing in memory until {@link #follow} has been called once.
   *
   * @param seeds random numbers
   * @param mostKeys how many keys are kept in memory
   * @param maxStaleness how long what is in memory is believed without word from the store
   * @param owners what the application says of owners; null when it says nothing
   */
  public Verifier(
      Store store,
      KeyFormat format,
      KeyHasher hasher,
      RateLimiter limiter,
      StoreClock clock,
      LongSupplier nanoTime,
      LongSupplier seeds,
      LogWriter log,
      LogRows rows,
      long mostKeys,
      Duration maxStaleness,
      @Nullable OwnerStandings owners) {
    this.format = format;
    this.hasher = hasher;
    this.clock = clock;
    this.nanoTime = nanoTime;
    ChangeStamps stamps = new ChangeStamps();
    this.keys = new KeyFinder(
        store,
        stamps,
        new KeyCache(mostKeys, stamps, limiter),
        new UnknownKeys(stamps, store::listLookups, seeds, nanoTime));
    this.follower = new ChangeFollower(store, keys, clock, nanoTime, maxStaleness);
    this.counting = new Counting(limiter, store);
    this.uses = new UseRecorder(store::recordUses, rows.addresses());
    this.rehashing = new Rehashing(hasher, store, keys);
    this.wrongSecrets = new WrongSecrets(nanoTime);
    this.log = log;
    this.rows = rows;
    this.slugs = new CompanySlugs(store, stamps);
    this.owners = owners;
  }

  /**
   * Gives the verdict on a request, reading the store where it must.
   *
   * @param caller who verifies: another company's keys do not exist for a company's caller
   * @throws StoreUnavailableException when the store had to be read and did not answer, or the
   *     application did not say whether the owner is active
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  public Verification verify(Caller caller, VerificationRequest request) {
    Counting.refuseNegative(request.cost());
    long now = nanoTime.getAsLong();
    boolean fresh = follower.isFresh(now);
    KeyPrefix prefix = format.outline(request.key());
    HeldKey held = prefix == null || !fresh ? null : keys.inMemory(prefix);
    if (held == null) {
      if (prefix == null || format.parse(request.key()).isEmpty()) {
        return malformed();
      }
      held = keys.find(prefix, fresh, now);
    }
    return Objects.requireNonNull(verdict(caller, request, held, now, true));
  }

  /**
   * Gives the verdict on a request without waiting for the store or anything else, or nothing when
   * that is not possible. Nothing has been counted or noted then, so that {@link #verify} can be
   * called instead.
   *
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  public Optional<Verification> verifyFromMemory(Caller caller, VerificationRequest request) {
    Counting.refuseNegative(request.cost());
    long now = nanoTime.getAsLong();
    boolean fresh = follower.isFresh(now);
    KeyPrefix prefix = format.outline(request.key());
    HeldKey held = prefix == null || !fresh ? null : keys.inMemory(prefix);
    if (prefix == null || (held == null && format.parse(request.key()).isEmpty())) {
      return Optional.of(malformed());
    }
    boolean known = held == null ? fresh && keys.isUnknown(prefix, now) : !held.needsStore();
    return known
        ? Optional.ofNullable(verdict(caller, request, held, now, false))
        : Optional.empty();
  }

  /**
   * Reads the keys of requests that are not in memory from the store together, so that verifying
   * them one after another asks it no more for them. While memory is not believed this does nothing.
   *
   * @throws StoreUnavailableException when the store had to be read and did not answer
   */
  public void readAhead(Collection<VerificationRequest> requests) {
    long now = nanoTime.getAsLong();
    if (follower.isFresh(now)) {
      keys.readAhead(
          requests.stream()
              .flatMap(request -> format.parse(request.key()).stream())
              .map(ParsedKey::prefix)
              .toList(),
          now);
    }
  }

  /** Where a key's limits stand, touching none; may read the store. */
  public List<LimitStatus> limits(ApiKey key) {
    return counting.look(key, moment(nanoTime.getAsLong()));
  }

  /** Notes that a key was used, outside a verification. */
  public void noteUse(ApiKeyId key, @Nullable IpAddress ip) {
    uses.used(key, clock.millis(), ip);
  }

  /** Writes the uses noted so far; called again and again in the background. */
  public void flushUses() {
    uses.flush();
  }

  /** Replaces outdated hashes seen so far; called again and again in the background. */
  public void upgradeHashes() {
    rehashing.run();
  }

  /** Learns which keys there are, when that is due; called again and again in the background. */
  public void learnKeys() {
    keys.learn();
  }

  /** Reads the change feed; called again and again in the background. */
  public void follow() {
    follower.poll();
  }

  /** What to tell of changes that this process itself has committed. */
  public ChangeListener ownChanges() {
    return follower.ownChanges();
  }

  /** What follows the change feed for this verifier. */
  public ChangeFollower follower() {
    return follower;
  }

  /** Whether verdicts are given from memory, which needs word from the store now and then. */
  public boolean isFresh() {
    return follower.isFresh();
  }

  /** How many verifications came to what. */
  public VerificationCounts counts() {
    return counts;
  }

  /** The verdict, or null where it would have to wait and must not. */
  private @Nullable Verification verdict(
      Caller caller,
      VerificationRequest request,
      @Nullable HeldKey held,
      long nanos,
      boolean mayWait) {
    Boolean theirs = concerns(caller, request.company(), held, nanos, mayWait);
    if (theirs == null) {
      return null;
    }
    if (held == null || !theirs) {
      return unknown(request, held);
    }
    Counting.Moment now = moment(nanos);
    if (!hasher.verify(request.key(), held.hash)) {
      return wrongSecret(caller, request, held, now);
    }
    Set<Rule> shadowDenied = held.hasShadow ? EnumSet.noneOf(Rule.class) : NONE;
    DenialReason denial = held.standing(now.millis());
    if (denial == null && owners != null) {
      Boolean active = isOwnerActive(owners, held, mayWait);
      if (active == null) {
        return null;
      }
      denial = active ? null : DenialReason.OWNER_DISABLED;
    }
    if (denial == null) {
      denial = PolicyRules.firstDenial(held, request, shadowDenied);
    }
    if (denial != null) {
      LimitOutcome unasked = LimitOutcome.unlimited();
      return denied(caller, request, held, denial, unasked, shadowDenied, now);
    }
    Counting.Outcome counted = counting.take(held, request.cost(), now, shadowDenied, mayWait);
    if (counted == null) {
      return null;
    }
    return counted.denial() == null
        ? accepted(caller, request, held, counted.limits(), shadowDenied, now)
        : denied(caller, request, held, counted.denial(), counted.limits(), shadowDenied, now);
  }

  /** Whether there is a key that exists for the caller and the request; null as above. */
  private @Nullable Boolean concerns(
      Caller caller,
      @Nullable CompanyRef wanted,
      @Nullable HeldKey held,
      long nanos,
      boolean mayWait) {
    if (held == null || !caller.reach().includes(held.key().company())) {
      return false;
    }
    if (wanted == null) {
      return true;
    }
    if (wanted.id() != null) {
      return wanted.id().equals(held.key().company());
    }
    String slug = follower.isFresh(nanos) ? slugs.inMemory(held.key().company()) : null;
    if (slug == null && !mayWait) {
      return null;
    }
    return Objects.equals(wanted.slug(), slug == null ? slugs.read(held.key().company()) : slug);
  }

  /** What the application says of the key's owner; null as above. */
  private static @Nullable Boolean isOwnerActive(
      OwnerStandings owners, HeldKey held, boolean mayWait) {
    String user = held.attributes.user();
    if (user == null) {
      return true;
    }
    return mayWait
        ? (Boolean) owners.isActive(held.key().company(), user)
        : owners.known(held.key().company(), user);
  }

  private Verification accepted(
      Caller caller,
      VerificationRequest request,
      HeldKey held,
      LimitOutcome limits,
      Set<Rule> shadowDenied,
      Counting.Moment now) {
    uses.used(held, now.millis(), request.ip());
    rehashing.consider(held.stored, request.key());
    counts.valid();
    LogId logId = request.logged()
        ? record(caller, request, held, held.kept(now.millis()), Verification.Accepted.CODE, now)
        : null;
    return new Verification.Accepted(held.key(), limits, shadowDenied, logId);
  }

  private Counting.Moment moment(long nanos) {
    return new Counting.Moment(clock.millis(nanos), nanos);
  }

  /** Of a key that is there, but not for the caller, only the outline was read. */
  private Verification unknown(VerificationRequest request, @Nullable HeldKey held) {
    hasher.verifyAgainstNothing(request.key());
    if (held != null && format.parse(request.key()).isEmpty()) {
      return malformed();
    }
    counts.unknown();
    return notFound();
  }

  private Verification malformed() {
    counts.malformed();
    return notFound();
  }

  private static Verification notFound() {
    return new Verification.Denied(
        DenialReason.NOT_FOUND, null, LimitOutcome.unlimited(), NONE, null);
  }

  private Verification wrongSecret(
      Caller caller, VerificationRequest request, HeldKey held, Counting.Moment now) {
    if (format.parse(request.key()).isEmpty()) {
      return malformed();
    }
    if (wrongSecrets.sample(held.key().id())) {
      record(caller, request, held, held.keptOfDenial(), DenialReason.NOT_FOUND.name(), now);
    }
    counts.wrongSecret();
    return notFound();
  }

  private Verification denied(
      Caller caller,
      VerificationRequest request,
      HeldKey held,
      DenialReason reason,
      LimitOutcome limits,
      Set<Rule> shadowDenied,
      Counting.Moment now) {
    counts.denied(reason);
    LogId logId = record(caller, request, held, held.keptOfDenial(), reason.name(), now);
    return new Verification.Denied(reason, held.key(), limits, shadowDenied, logId);
  }

  private LogId record(
      Caller caller,
      VerificationRequest request,
      HeldKey held,
      LogRows.Kept kept,
      String outcome,
      Counting.Moment now) {
    LogRows.Seen seen = new LogRows.Seen(
        request.endpoint(),
        request.method(),
        request.ip(),
        request.userAgent(),
        request.referer() == null ? request.origin() : request.referer());
    LogRows.Verified row =
        rows.ofVerification(held.key(), kept, seen, outcome, now.millis(), caller.keyId());
    log.offer(row);
    return row.id();
  }
}
