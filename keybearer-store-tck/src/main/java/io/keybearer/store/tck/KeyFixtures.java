package io.keybearer.store.tck;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Owner;
import io.keybearer.key.Provenance;
import io.keybearer.key.Revocation;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.KeyEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes valid records, random from a seed, each with an id greater than the one before. Thread-safe.
 */
public final class KeyFixtures {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Clock clock;
  private final Random random;
  private final AtomicLong ids;

  /** Makes records at the clock's instant. The same seed makes the same records again. */
  public KeyFixtures(long seed, Clock clock) {
    this.clock = clock;
    this.random = new Random(seed);
    this.ids = new AtomicLong(clock.millis() << 12);
  }

  /** The next id: a UUID of version 7, up to 4,096 of them in the same millisecond. */
  public UUID id() {
    long next = ids.getAndIncrement();
    long high = ((next >>> 12) << 16) | 0x7000 | (next & 0xfff);
    return new UUID(high, (random.nextLong() >>> 2) | (1L << 63));
  }

  /** A number from 0 to below a bound. */
  public int number(int bound) {
    return random.nextInt(bound);
  }

  /** One of the choices. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[number(choices.length)];
  }

  /** Base62 characters. */
  public String base62(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(BASE62.charAt(number(BASE62.length())));
    }
    return text.toString();
  }

  /** A hash of the default scheme that no text has. */
  public KeyHash hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return KeyHash.ofStored("sha256", bytes);
  }

  /** An active company. */
  public Company company() {
    return company("c-" + base62(12).toLowerCase(Locale.ROOT));
  }

  /** An active company with this slug. */
  public Company company(String slug) {
    return new Company(
        new CompanyId(id()),
        slug,
        "Company " + slug,
        CompanyStatus.ACTIVE,
        CompanyRules.none(),
        now(),
        now(),
        1);
  }

  /** The same company, one change later, with this status. */
  public Company changed(Company company, CompanyStatus status) {
    return changed(company, company.slug(), status);
  }

  /** The same company, one change later, with this slug and status. */
  public Company changed(Company company, String slug, CompanyStatus status) {
    return new Company(
        company.id(),
        slug,
        company.name(),
        status,
        company.rules(),
        company.createdAt(),
        now(),
        company.version() + 1);
  }

  /** A plain service key with a name of its own. */
  public ApiKey key(CompanyId company) {
    return key(company, "key " + base62(10));
  }

  /** A plain service key with this name. */
  public ApiKey key(CompanyId company, String name) {
    return key(company, KeyType.SERVICE, AttributesDraft.named(name).build());
  }

  /** A plain user key with a name of its own. */
  public ApiKey userKey(CompanyId company, String user) {
    return key(
        company,
        KeyType.USER,
        AttributesDraft.named("key " + base62(10)).user(user).build());
  }

  /** A key with these attributes, just issued. */
  public ApiKey key(CompanyId company, KeyType type, KeyAttributes attributes) {
    return key(new ApiKeyId(id()), company, type, attributes);
  }

  /** A key with this id, just issued. */
  public ApiKey key(ApiKeyId id, CompanyId company, KeyType type, KeyAttributes attributes) {
    return new ApiKey(
        id,
        company,
        base62(12),
        type,
        null,
        attributes,
        KeyState.fresh(id),
        Provenance.issued(now(), "application"),
        null);
  }

  /** A key that takes another's place under the same name. */
  public ApiKey successorOf(ApiKey key) {
    ApiKey next = key(key.company(), key.type(), key.attributes());
    return new ApiKey(
        next.id(),
        next.company(),
        next.prefix(),
        next.type(),
        key.env(),
        next.attributes(),
        KeyState.successorOf(key.id(), key.state()),
        next.provenance(),
        null);
  }

  /** An end, now. */
  public Revocation revocation(@Nullable String reason) {
    return new Revocation(now(), "application", reason);
  }

  /** An owner. */
  public Owner owner(CompanyId company, String user, boolean active) {
    return new Owner(company, user, active, now());
  }

  /** The audit entry of something done to a key. */
  public KeyEvent event(ApiKey key, String action) {
    return new KeyEvent(
        id(),
        now(),
        "application",
        action,
        key.company(),
        key.id(),
        null,
        Map.of(),
        Map.of("name", key.attributes().name()));
  }

  /** The audit entry of something done to a company. */
  public KeyEvent event(Company company, String action) {
    return new KeyEvent(
        id(),
        now(),
        "application",
        action,
        company.id(),
        null,
        null,
        Map.of(),
        Map.of("slug", company.slug()));
  }

  /** The audit entry of something said of an owner. */
  public KeyEvent event(Owner owner) {
    return new KeyEvent(
        id(),
        now(),
        "application",
        "owner.changed",
        owner.company(),
        null,
        owner.user(),
        Map.of(),
        Map.of("active", String.valueOf(owner.active())));
  }

  /** A log row of a key. */
  public RowDraft row(ApiKey key) {
    return new RowDraft(id(), key, now());
  }

  /** A log row of a key whose id was made at another time, as its instant says too. */
  public RowDraft rowMadeAt(ApiKey key, Instant made) {
    UUID id = id();
    long high = (made.toEpochMilli() << 16) | (id.getMostSignificantBits() & 0xFFFF);
    return new RowDraft(new UUID(high, id.getLeastSignificantBits()), key, made);
  }

  /** The clock's instant, in whole milliseconds. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
