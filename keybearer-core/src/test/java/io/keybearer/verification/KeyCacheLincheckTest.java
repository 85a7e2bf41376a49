package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Scope;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.policy.Permissions;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.Change;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Fills of the cache against changes, of the key and of its company, in the
 * scenarios that Lincheck makes up: a reading that begins after a change was told never finds what was before it.
 */
public class KeyCacheLincheckTest {
  private static final String TEXT = "abcdefghijkl";
  private static final KeyPrefix PREFIX = KeyPrefix.of(TEXT).orElseThrow();
  private static final CompanyId COMPANY = new CompanyId(new UUID(7, 1));

  private final ChangeStamps stamps = new ChangeStamps();
  private final KeyCache cache = new KeyCache(8, stamps, new LocalRateLimiter(() -> 0));

  /** The version in the store, and the latest that was told of. */
  private final AtomicLong stored = new AtomicLong(1);

  private final AtomicLong told = new AtomicLong(1);

  /** Nothing is spent or in memory yet. */
  public KeyCacheLincheckTest() {}

  /** Changes the key in the store, and tells. */
  @Operation
  public void changeKey() {
    tell(TEXT);
  }

  /** Changes its company in the store, and tells. */
  @Operation
  public void changeCompany() {
    tell(null);
  }

  /** Finds the key, in memory or in the store, and says whether it is not older than was told. */
  @Operation
  public boolean findsNothingOlder() {
    long atLeast = told.get();
    HeldKey held = cache.find(PREFIX);
    if (held == null) {
      long stamp = stamps.now();
      held = cache.keep(key(stored.get()), PREFIX, stamp);
    }
    return held.key().provenance().version() >= atLeast;
  }

  @Test
  void neverFindsWhatWasBeforeAChange() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(2)
        .iterations(10)
        .invocationsPerIteration(2_000)
        .check(KeyCacheLincheckTest.class);
  }

  private void tell(@Nullable String lookup) {
    long version = stored.incrementAndGet();
    stamps.changed(new Change(version, COMPANY, lookup));
    told.accumulateAndGet(version, Math::max);
  }

  private static StoredKey key(long version) {
    ApiKeyId id = new ApiKeyId(new UUID(1, 1));
    KeyAttributes attributes = new KeyAttributes(
        "k",
        null,
        Scope.READ,
        Permissions.none(),
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        List.of(),
        null,
        Set.of(),
        Map.of(),
        List.of());
    ApiKey key = new ApiKey(
        id,
        COMPANY,
        TEXT,
        KeyType.SERVICE,
        null,
        attributes,
        KeyState.fresh(id),
        new Provenance(Instant.EPOCH, "application", Instant.EPOCH, version),
        null);
    return new StoredKey(key, KeyHash.ofStored("sha256", new byte[32]), CompanyStatus.ACTIVE, true);
  }
}
