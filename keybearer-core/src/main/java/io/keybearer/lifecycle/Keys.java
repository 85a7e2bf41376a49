package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Capture;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.key.Revocation;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.StoreTransaction;
import io.keybearer.token.FreshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operations on keys, for one caller. What lies outside the caller's reach does not exist for
 * it. Every change is one transaction with its audit entry and feed row, and this process has
 * forgotten the key's former self before the operation returns. Safe for concurrent use.
 *
 * <p>Operations on one key throw {@link NotFoundException} when there is none within reach, {@link
 * io.keybearer.problem.VersionMismatchException} when its version is not an accepted one, and any
 * may throw {@link io.keybearer.problem.StoreUnavailableException}.
 */
public final class Keys {
  /** About thirty years: what is longer is a slip of the keyboard. */
  private static final Duration LONGEST = Duration.ofSeconds(1_000_000_000);

  private final Lifecycle lifecycle;
  private final Caller caller;
  private final Transactions transactions;
  private final Rotation rotation;

  Keys(Lifecycle lifecycle, Caller caller, Transactions transactions) {
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.transactions = transactions;
    this.rotation = new Rotation(lifecycle, caller);
  }

  /**
   * Makes a key: checks the draft, makes prefix and secret, stores the hash.
   *
   * @return the record, and its text for the only time
   * @throws InvalidRequestException with every problem of the draft
   * @throws ForbiddenException when the caller would grant more than it holds, or is not the platform
   *     and asks for a system key
   * @throws ConflictException {@code NAME_TAKEN}
   * @throws NotFoundException when the company is not within reach
   */
  public IssuedKey issue(KeyDraft draft) {
    return transactions.write(transaction -> {
      FieldChecks checks = new FieldChecks(draft.problems);
      Company company = companyOf(draft, transaction, checks);
      CompanyRules rules = company == null ? CompanyRules.none() : company.rules();
      Instant now = lifecycle.clock().instant();
      KeyAttributes attributes =
          KeyCleaner.clean(draft, checks, rules, lifecycle.environments(), now);
      Objects.requireNonNull(company);
      GrantGuard.check(caller, attributes, null);
      KeyType type = Objects.requireNonNull(draft.type);
      FreshKey fresh = lifecycle.mint().mint(type, draft.env);
      ApiKeyId id = new ApiKeyId(lifecycle.ids().next());
      ApiKey key = new ApiKey(
          id,
          company.id(),
          fresh.prefix(),
          type,
          draft.env,
          attributes,
          KeyState.fresh(id),
          Provenance.issued(now, caller.name()),
          null);
      transaction.insertKey(
          key,
          lifecycle.hasher().hash(fresh.text()),
          lifecycle.event(caller, "key.issued", null, key));
      return new IssuedKey(key, fresh.text());
    });
  }

  /**
   * Sees to it that an owner has less than so many keys that can be used now or later. Inside {@link
   * Administration#inOneTransaction} and before {@link #issue}, nobody can add one in between.
   *
   * @param company the owner's
   * @param user the owner's id
   * @param most how many keys the owner may have
   * @throws ConflictException {@code TOO_MANY_KEYS}
   * @throws NotFoundException when the company is not within reach
   */
  public void requireRoom(CompanyRef company, String user, long most) {
    boolean full = transactions.write(transaction -> {
      Company theirs = find(transaction, company);
      Instant now = lifecycle.clock().instant();
      return transaction.countUsableKeys(theirs.id(), user, now) >= most;
    });
    if (full) {
      throw new ConflictException(ProblemCode.TOO_MANY_KEYS, most);
    }
  }

  /** The record of a key. */
  public ApiKey get(ApiKeyId id) {
    return lifecycle.store().findKey(caller.reach(), id).orElseThrow(NotFoundException::new);
  }

  /** Keys within reach that pass the filter, newest first. */
  public Page<ApiKey> list(KeyFilter filter, PageRequest page) {
    Instant now = lifecycle.clock().instant();
    return lifecycle.store().listKeys(caller.reach(), filter, now, page);
  }

  /**
   * Changes what an administrator says of a key. Type, environment, company and owner never change.
   *
   * @param change says what is to be different, on a draft that asks for what the key is
   * @throws InvalidRequestException with every problem of the result
   * @throws ConflictException when the key is revoked or rotated and its life would be lengthened, or
   *     {@code NAME_TAKEN}
   * @throws ForbiddenException when the change widens the key past what the caller holds, or brings
   *     an expired key that can do more back to life
   */
  public ApiKey change(ApiKeyId id, IfVersion ifVersion, Consumer<KeyDraft> change) {
    return transactions.write(transaction -> {
      ApiKey key = lock(transaction, id, ifVersion);
      KeyDraft draft = KeyDraft.of(key);
      change.accept(draft);
      draft.type(key.type()).user(key.attributes().user());
      Instant now = lifecycle.clock().instant();
      CompanyRules rules = companyOf(key, transaction).rules();
      KeyAttributes wanted = KeyCleaner.cleanChange(draft, rules, now, key.attributes());
      refuseLongerLife(key, wanted);
      if (wanted.equals(key.attributes())) {
        return key;
      }
      ApiKey changed = key.changed(wanted, now);
      GrantGuard.check(caller, wanted, revives(key, changed, now) ? null : key.attributes());
      return update(transaction, "key.changed", key, changed);
    });
  }

  /**
   * Ends a key for good. A key already revoked stays as it is, with its first time and reason.
   *
   * @param reason why, 1–500 characters; null when nobody says
   * @throws InvalidRequestException when the reason is too long or holds control characters
   */
  public ApiKey revoke(ApiKeyId id, IfVersion ifVersion, @Nullable String reason) {
    FieldChecks checks = new FieldChecks();
    checks.text("reason", reason, 1, 500);
    checks.throwIfAny();
    return changeState(
        id,
        ifVersion,
        "key.revoked",
        (key, now) -> key.revoked(new Revocation(now, caller.name(), reason)));
  }

  /**
   * Switches on that the request log keeps what is asked and answered with a key, for a time from now;
   * or off. Secrets are taken out before anything is kept. What was set before is replaced.
   *
   * @param length up to {@link Capture#LONGEST}; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   * @throws InvalidRequestException when the length is negative or too long
   * @throws ConflictException {@code KEY_REVOKED} when it would be switched on
   */
  public ApiKey capture(
      ApiKeyId id, IfVersion ifVersion, Duration length, boolean request, boolean response) {
    Capturing wanted = new Capturing(length, request, response);
    return changeState(id, ifVersion, "key.capture_changed", (key, now) -> {
      Capture capture = wanted.from(now);
      refuse(capture != null && key.state().revoked(), ProblemCode.KEY_REVOKED);
      return Objects.equals(capture, key.state().capture()) ? key : key.captured(capture, now);
    });
  }

  /** Switches a key off until it is enabled; nothing happens to one that is off. */
  public ApiKey disable(ApiKeyId id, IfVersion ifVersion) {
    return changeState(
        id,
        ifVersion,
        "key.disabled",
        (key, now) -> key.state().disabled() ? key : key.disabled(true, now));
  }

  /**
   * Switches a key on again; nothing happens to one that is on.
   *
   * @throws ConflictException {@code KEY_REVOKED}
   * @throws ForbiddenException when the key can do more than the caller
   */
  public ApiKey enable(ApiKeyId id, IfVersion ifVersion) {
    return changeState(id, ifVersion, "key.enabled", (key, now) -> {
      refuse(key.state().revoked(), ProblemCode.KEY_REVOKED);
      if (!key.state().disabled()) {
        return key;
      }
      GrantGuard.check(caller, key.attributes(), null);
      return key.disabled(false, now);
    });
  }

  /**
   * Lets a key live longer: until max(now, {@code expires_at}) + duration.
   *
   * @throws InvalidRequestException when the duration is not positive, or absurdly long
   * @throws ConflictException {@code KEY_REVOKED}, {@code KEY_ROTATED}, {@code KEY_NEVER_EXPIRES},
   *     {@code PAST_MAXIMUM_LIFE}
   * @throws ForbiddenException when the key can do something here and would outlive the caller, or
   *     has expired and can do more than the caller
   */
  public ApiKey extendExpiry(ApiKeyId id, IfVersion ifVersion, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw InvalidRequestException.at("duration", ProblemCode.DURATION_NOT_POSITIVE);
    }
    checkSpan("duration", duration);
    return transactions.write(transaction -> {
      ApiKey key = lock(transaction, id, ifVersion);
      CompanyRules rules = companyOf(key, transaction).rules();
      Instant now = lifecycle.clock().instant();
      KeyAttributes longer = key.attributes().withExpiresAt(extended(key, duration, now, rules));
      ApiKey extended = key.changed(longer, now);
      GrantGuard.check(caller, longer, revives(key, extended, now) ? null : key.attributes());
      return update(transaction, "key.extended", key, extended);
    });
  }

  /**
   * Replaces a key by a successor with the same rights and the same length of life anew; both share
   * their counters. The old key stays valid for the grace, but never past its own expiry.
   *
   * @param grace from zero
   * @return the successor, and its text for the only time
   * @throws InvalidRequestException when the grace is negative, or absurdly long
   * @throws ConflictException {@code KEY_REVOKED}, {@code KEY_ROTATED}, {@code KEY_EXPIRED}, {@code
   *     ROTATES_ITSELF}, or {@code PAST_MAXIMUM_LIFE} when the successor would begin after its company
   *     lets it end
   * @throws ForbiddenException when the key can do more than the caller
   */
  public IssuedKey rotate(ApiKeyId id, IfVersion ifVersion, Duration grace) {
    if (grace.isNegative()) {
      throw InvalidRequestException.at("grace", ProblemCode.DURATION_NOT_POSITIVE);
    }
    checkSpan("grace", grace);
    return transactions.write(transaction -> {
      ApiKey key = lock(transaction, id, ifVersion);
      return rotation.rotate(transaction, key, companyOf(key, transaction).rules(), grace);
    });
  }

  private ApiKey changeState(ApiKeyId id, IfVersion ifVersion, String action, StateChange change) {
    return transactions.write(transaction -> {
      ApiKey key = lock(transaction, id, ifVersion);
      ApiKey changed = change.apply(key, lifecycle.clock().instant());
      return changed.equals(key) ? key : update(transaction, action, key, changed);
    });
  }

  /** What a key becomes at an instant; the same key when nothing changes. */
  private interface StateChange {
    ApiKey apply(ApiKey key, Instant now);
  }

  private ApiKey lock(StoreTransaction transaction, ApiKeyId id, IfVersion ifVersion) {
    ApiKey key = transaction.lockKey(caller.reach(), id).orElseThrow(NotFoundException::new);
    ifVersion.check(key.provenance().version());
    return key;
  }

  private ApiKey update(StoreTransaction transaction, String action, ApiKey before, ApiKey after) {
    transaction.updateKey(after, lifecycle.event(caller, action, before, after));
    return after;
  }

  /** Finds whose key it is to be; nothing when that is wrong, which the checks then know. */
  private @Nullable Company companyOf(
      KeyDraft draft, StoreTransaction transaction, FieldChecks checks) {
    if (draft.type == KeyType.SYSTEM) {
      if (!caller.isPlatform()) {
        throw new ForbiddenException(ProblemCode.PLATFORM_ONLY);
      }
      if (draft.company != null) {
        checks.problem(
            "company", ProblemCode.NOT_ALLOWED, "a key of type system belongs to the platform");
      }
      return find(transaction, CompanyRef.of(CompanyId.PLATFORM));
    }
    CompanyRef named = draft.company;
    ApiKey holder = caller.key();
    if (named == null && holder != null && !caller.isPlatform()) {
      named = CompanyRef.of(holder.company());
    }
    if (named == null) {
      checks.problem("company", ProblemCode.REQUIRED);
      return null;
    }
    Company company = find(transaction, named);
    if (company.id().isPlatform()) {
      checks.problem(
          "company", ProblemCode.NOT_ALLOWED, "the platform has keys of type system alone");
    }
    return company;
  }

  private static Company companyOf(ApiKey key, StoreTransaction transaction) {
    return transaction
        .lockCompany(Reach.everywhere(), CompanyRef.of(key.company()))
        .orElseThrow(NotFoundException::new);
  }

  private Company find(StoreTransaction transaction, CompanyRef ref) {
    return transaction.lockCompany(caller.reach(), ref).orElseThrow(NotFoundException::new);
  }

  private static void refuseLongerLife(ApiKey key, KeyAttributes wanted) {
    Instant is = key.attributes().expiresAt();
    Instant asked = wanted.expiresAt();
    boolean longer = is != null && (asked == null || asked.isAfter(is));
    refuse(longer && key.state().revoked(), ProblemCode.KEY_REVOKED);
    refuse(longer && key.state().rotated(), ProblemCode.KEY_ROTATED);
  }

  private static boolean revives(ApiKey before, ApiKey after, Instant now) {
    return before.expired(now) && !after.expired(now);
  }

  private static Instant extended(ApiKey key, Duration duration, Instant now, CompanyRules rules) {
    refuse(key.state().revoked(), ProblemCode.KEY_REVOKED);
    refuse(key.state().rotated(), ProblemCode.KEY_ROTATED);
    Instant is = key.attributes().expiresAt();
    if (is == null) {
      throw new ConflictException(ProblemCode.KEY_NEVER_EXPIRES);
    }
    Instant end = (is.isAfter(now) ? is : now).plus(duration);
    Duration maxLife = rules.maxLife();
    if (maxLife != null && end.isAfter(now.plus(maxLife))) {
      throw new ConflictException(ProblemCode.PAST_MAXIMUM_LIFE, now.plus(maxLife));
    }
    return end;
  }

  private static void refuse(boolean condition, ProblemCode code) {
    if (condition) {
      throw new ConflictException(code);
    }
  }

  private static void checkSpan(String path, Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      throw InvalidRequestException.at(
          path, ProblemCode.OUT_OF_RANGE, "PT0S", "PT" + LONGEST.toSeconds() + "S");
    }
  }
}
