package io.keybearer.benchmarks.scale;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Scope;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.Permissions;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.token.FreshKey;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyMint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Well-formed keys and records of them, as many as are asked for. Every record has objects of its
 * own, as records have that a store has read. For one thread.
 */
final class MadeUpKeys {
  private final Clock clock;
  private final TimeOrderedIds ids;
  private final KeyMint mint;
  private int made;

  MadeUpKeys(long seed, Clock clock) {
    SeededRandom random = new SeededRandom(seed);
    this.clock = clock;
    ids = new TimeOrderedIds(clock, random);
    mint = new KeyMint(new KeyFormat(KeyBrand.DEFAULT), new SecretGenerator(random));
  }

  /** The text of a key, of which there need not be a record. */
  FreshKey text() {
    return mint.mint(KeyType.SERVICE, null);
  }

  CompanyId company() {
    return new CompanyId(ids.next());
  }

  /**
   * A key's record: a name, a scope, a permission, a network, an expiry and perhaps a limit, which
   * one use keeps busy for an hour.
   */
  ApiKey record(FreshKey text, CompanyId company, boolean limited) {
    ApiKeyId id = new ApiKeyId(ids.next());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    @Nullable RateLimit rate = limited ? new RateLimit(1, Duration.ofHours(1)) : null;
    KeyAttributes attributes = new KeyAttributes(
        "customer " + made++,
        null,
        Scope.WRITE,
        Permissions.of(List.of("orders:*")),
        null,
        null,
        now.plus(365, ChronoUnit.DAYS),
        AllowedAddresses.of(List.of("203.0.113.0/24")),
        null,
        false,
        rate,
        List.of(),
        null,
        Set.of(),
        Map.of(),
        List.of());
    return new ApiKey(
        id,
        company,
        text.prefix(),
        KeyType.SERVICE,
        null,
        attributes,
        KeyState.fresh(id),
        Provenance.issued(now, "application"),
        null);
  }
}
