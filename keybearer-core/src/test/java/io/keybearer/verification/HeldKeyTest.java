package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.Revocation;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The instants at which a key held in memory begins and ends: those of its record. */
class HeldKeyTest {
  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void standsWhereItsRecordStandsAtEveryInstant() {
    System.out.println("lives from -Dkeybearer.seed=" + seed);
    try (TestEngine engine = TestEngine.start()) {
      ApiKey issued = engine.issue("any").key();
      for (int i = 0; i < 20_000; i++) {
        ApiKey key = living(issued);
        boolean suspended = random.nextInt(4) == 0;
        boolean ownerActive = random.nextInt(4) != 0;
        HeldKey held = held(key, suspended, ownerActive);
        for (long now = -1; now <= 4; now++) {
          assertThat(held.standing(now))
              .as("seed %d", seed)
              .isEqualTo(expected(key, Instant.ofEpochMilli(now), suspended, ownerActive));
        }
      }
    }
  }

  private static @Nullable DenialReason expected(
      ApiKey key, Instant now, boolean suspended, boolean ownerActive) {
    KeyStatus status = key.status(now);
    if (status != KeyStatus.ACTIVE) {
      return DenialReason.of(status);
    }
    if (suspended) {
      return DenialReason.COMPANY_SUSPENDED;
    }
    return ownerActive ? null : DenialReason.OWNER_DISABLED;
  }

  private ApiKey living(ApiKey key) {
    boolean rotated = random.nextBoolean();
    KeyState state = new KeyState(
        random.nextInt(4) == 0,
        random.nextInt(4) == 0 ? new Revocation(Instant.EPOCH, "x", null) : null,
        null,
        rotated ? key.id() : null,
        rotated ? Instant.ofEpochMilli(random.nextInt(4)) : null,
        key.id());
    return new ApiKey(
        key.id(),
        key.company(),
        key.prefix(),
        key.type(),
        null,
        key.attributes().withLife(maybe(), maybe()),
        state,
        key.provenance(),
        null);
  }

  private static HeldKey held(ApiKey key, boolean suspended, boolean ownerActive) {
    CompanyStatus status = suspended ? CompanyStatus.SUSPENDED : CompanyStatus.ACTIVE;
    StoredKey stored =
        new StoredKey(key, KeyHash.ofStored("sha256", new byte[32]), status, ownerActive);
    KeyPrefix prefix = KeyPrefix.of(key.prefix()).orElseThrow();
    return new HeldKey(stored, prefix, 0, new LocalRateLimiter(System::nanoTime));
  }

  private @Nullable Instant maybe() {
    return random.nextBoolean() ? null : Instant.ofEpochMilli(random.nextInt(4));
  }
}
