package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Capture;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.LastUse;
import io.keybearer.key.Provenance;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated keys, packed and unpacked; and the instants of their lives. */
class PackedKeyTest {
  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void unpacksWhatItPacked() {
    System.out.println("keys from -Dkeybearer.seed=" + seed);
    KeyShapes shapes = new KeyShapes();
    for (int i = 0; i < 5_000; i++) {
      StoredKey stored = stored();
      KeyPrefix prefix = KeyPrefix.of(stored.key().prefix()).orElseThrow();
      long stamp = random.nextLong();
      byte[] row = PackedKey.pack(stored, prefix, stamp, shapes.number(KeyShape.of(stored)));
      StoredKey unpacked = PackedKey.unpack(row, shapes);
      assertThat(unpacked.key()).as("seed %d", seed).isEqualTo(stored.key());
      assertThat(unpacked.hash().matches(stored.hash())).isTrue();
      assertThat(unpacked.companyStatus()).isEqualTo(stored.companyStatus());
      assertThat(unpacked.ownerActive()).isEqualTo(stored.ownerActive());
      assertThat(PackedKey.stamp(row)).isEqualTo(stamp);
      assertThat(PackedKey.prefix(row)).isEqualTo(prefix);
      assertThat(PackedKey.isOf(row, prefix)).isTrue();
      assertThat(PackedKey.isOf(row, new KeyPrefix(prefix.head(), prefix.tail() + 1)))
          .isFalse();
    }
  }

  @Test
  void shapesAreRefusedOnceThereAreManyAndNeverMixedUp() {
    KeyShapes shapes = new KeyShapes();
    KeyShape first = shape(0);
    int number = shapes.number(first);
    for (int i = 1; i < 70_000; i++) {
      shapes.number(shape(i));
    }
    assertThat(shapes.number(shape(70_000))).isEqualTo(-1);
    assertThat(shapes.number(first)).isEqualTo(number);
    assertThat(shapes.shape(number)).isEqualTo(first);
  }

  private static KeyShape shape(int number) {
    KeyAttributes attributes = new KeyAttributes(
        "",
        null,
        Scope.READ,
        Permissions.none(),
        null,
        null,
        null,
        null,
        null,
        false,
        RateLimit.perSeconds(1 + number, 60),
        List.of(),
        null,
        Set.of(),
        Map.of(),
        List.of());
    return new KeyShape(KeyType.SERVICE, null, attributes, "sha256");
  }

  private StoredKey stored() {
    ApiKeyId id = id();
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    ApiKey key = new ApiKey(
        id,
        new CompanyId(new UUID(7, random.nextInt(3))),
        text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 12),
        any(KeyType.values()),
        random.nextBoolean() ? "test" : null,
        attributes(),
        state(id),
        new Provenance(
            instant(), "key:" + random.nextInt(3), instant(), random.nextLong(1, 1L << 40)),
        maybe(new LastUse(instant(), maybe("2001:db8::" + random.nextInt(9)))));
    return new StoredKey(
        key,
        KeyHash.ofStored(random.nextBoolean() ? "sha256" : "hmac-sha256:p1", hash),
        random.nextBoolean() ? CompanyStatus.ACTIVE : CompanyStatus.SUSPENDED,
        random.nextBoolean(),
        capture(),
        any(AddressDetail.values()));
  }

  private KeyAttributes attributes() {
    return new KeyAttributes(
        text("añ🗝 b\n", 1 + random.nextInt(80)),
        maybe("user " + random.nextInt(100)),
        any(Scope.values()),
        random.nextBoolean() ? Permissions.none() : Permissions.of(List.of("orders:*", "a:b")),
        maybe(AllowedRoutes.of(List.of("GET,HEAD /a/*", "* /b"))),
        maybe(instant()),
        maybe(instant()),
        maybe(AllowedAddresses.of(List.of("10.0.0.0/8", "2001:db8::/32"))),
        maybe(AllowedReferers.of(List.of("https://*.example.com/a/*", "b.example"))),
        random.nextBoolean(),
        maybe(RateLimit.perSeconds(1 + random.nextInt(5), 60)),
        random.nextBoolean()
            ? List.of()
            : List.of(NamedLimit.further("burst", RateLimit.perSeconds(2, 1))),
        maybe(new Quota(1 + random.nextInt(5), any(QuotaPeriod.values()))),
        random.nextBoolean() ? Set.of() : Set.of(Rule.ROUTES, Rule.QUOTA),
        random.nextBoolean() ? Map.of() : Map.of("plan", "pro", "ünï", ""),
        random.nextBoolean() ? List.of() : List.of("one", "two"));
  }

  private KeyState state(ApiKeyId id) {
    boolean rotated = random.nextBoolean();
    return new KeyState(
        random.nextBoolean(),
        maybe(new Revocation(instant(), "key:x", maybe("leaked"))),
        maybe(id()),
        rotated ? id() : null,
        rotated ? instant() : null,
        random.nextBoolean() ? id : id());
  }

  private @Nullable Capture capture() {
    boolean request = random.nextBoolean();
    return maybe(new Capture(request, !request || random.nextBoolean(), instant()));
  }

  private ApiKeyId id() {
    return new ApiKeyId(new UUID(random.nextLong(), random.nextLong()));
  }

  /** Also before the epoch and far ahead. */
  private Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(-1L << 42, 1L << 46));
  }

  private String text(String alphabet, int length) {
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }
}
