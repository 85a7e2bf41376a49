package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Capture;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.StoredKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A key comes back as it was written, and with it what a verification needs. */
public abstract class KeyStoreContract extends ContractPart {
  @Test
  void readsBackKeyWithoutAnythingOptional() {
    ApiKey key = newKey(newCompany().id());
    assertThat(stored(key)).isEqualTo(key);
    reopen();
    assertThat(stored(key)).isEqualTo(key);
  }

  @Test
  void readsBackEveryAttribute() {
    ApiKey key = insert(complete(newCompany().id(), everything("Everything at once")));
    assertThat(stored(key)).isEqualTo(key);
    reopen();
    assertThat(stored(key)).isEqualTo(key);
  }

  @Test
  void readsBackEveryAttributeOfAnUpdate() {
    ApiKey plain = insert(some.userKey(newCompany().id(), "u"));
    ApiKey full = complete(plain.company(), everything("Another name"));
    ApiKey updated = new ApiKey(
        plain.id(),
        plain.company(),
        plain.prefix(),
        plain.type(),
        plain.env(),
        full.attributes(),
        full.state(),
        plain.provenance().changed(some.now().plusMillis(1)),
        null);
    assertThat(stored(update(updated))).isEqualTo(updated);

    KeyAttributes bare = AttributesDraft.named("Bare again").user("u").build();
    ApiKey cleared = updated.changed(bare, some.now().plusMillis(2));
    assertThat(stored(update(cleared))).isEqualTo(cleared);
  }

  @Test
  void readsBackTheLongestAndGreatestOfEverything() {
    Map<String, String> metadata = new LinkedHashMap<>();
    IntStream.range(0, 50)
        .forEach(i -> metadata.put("k".repeat(62) + (10 + i), "\uD83D\uDD11".repeat(500)));
    List<String> tags =
        IntStream.range(0, 20).mapToObj(i -> "é".repeat(48) + (10 + i)).toList();
    RateLimit most = RateLimit.perSeconds(RateLimit.MOST, RateLimit.MOST);
    KeyAttributes attributes = AttributesDraft.named("\uD835\uDD4F".repeat(100))
        .user("ß".repeat(255))
        .limits(most, NamedLimit.further("n".repeat(32), most))
        .quota(new Quota(RateLimit.MOST, QuotaPeriod.MONTH))
        .life(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999Z"))
        .notes(metadata, tags)
        .build();
    ApiKey key = insert(some.key(newCompany().id(), KeyType.USER, attributes));
    assertThat(stored(key)).isEqualTo(key);
    ApiKey revoked = update(key.revoked(some.revocation("原因".repeat(250))));
    assertThat(stored(key)).isEqualTo(revoked);
  }

  @Test
  void readsBackEveryTypeScopeRuleAndPeriod() {
    CompanyId company = newCompany().id();
    for (KeyType type : KeyType.values()) {
      for (Scope scope : Scope.values()) {
        String user = type == KeyType.USER ? "u1" : null;
        KeyAttributes attributes =
            AttributesDraft.named(type + " " + scope).user(user).powers(scope).build();
        ApiKey key = insert(
            some.key(type == KeyType.SYSTEM ? CompanyId.PLATFORM : company, type, attributes));
        assertThat(stored(key)).isEqualTo(key);
      }
    }
    for (QuotaPeriod period : QuotaPeriod.values()) {
      ApiKey key =
          insertNamed(company, AttributesDraft.named("q " + period).quota(new Quota(7, period)));
      assertThat(stored(key)).isEqualTo(key);
    }
    ApiKey key = insertNamed(company, AttributesDraft.named("all rules").shadow(Rule.values()));
    assertThat(stored(key)).isEqualTo(key);
  }

  @Test
  void readsBackIdsThatWereNotMadeHere() {
    CompanyId company = newCompany().id();
    for (UUID id : List.of(
        new UUID(-1, -1),
        new UUID(0, 1),
        UUID.fromString("f47ac10b-58cc-4372-a567-0e02b2c3d479"))) {
      KeyAttributes attributes = AttributesDraft.named("imported " + id).build();
      ApiKey key = insert(some.key(new ApiKeyId(id), company, KeyType.SERVICE, attributes));
      assertThat(stored(key)).isEqualTo(key);
    }
  }

  @Test
  void findsNothingUnderAnUnknownIdOrLookup() {
    ApiKey key = newKey(newCompany().id());
    assertThat(store.findKey(Reach.everywhere(), new ApiKeyId(some.id()))).isEmpty();
    for (String lookup :
        List.of(some.base62(12), "", "%", key.prefix() + " ", key.prefix().substring(1))) {
      assertThat(store.findByLookup(lookup)).as(lookup).isEmpty();
    }
  }

  @Test
  void listsTheLookupsOfAllKeysPageByPage() {
    CompanyId company = newCompany().id();
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      expected.add(newKey(company).prefix());
    }
    expected.add(insert(withPrefix(some.key(company), "zzzzzzzzzzzz")).prefix());
    expected.add(insert(withPrefix(some.key(company), "ZZZZZZZZZZZZ")).prefix());
    List<String> all = new ArrayList<>();
    List<String> page = store.listLookups(null, 10);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(10);
      all.addAll(page);
      page = store.listLookups(page.get(page.size() - 1), 10);
    }
    assertThat(all).doesNotHaveDuplicates().containsAll(expected);
  }

  @Test
  void findsManyByTheirLookups() {
    CompanyId company = newCompany().id();
    Map<String, StoredKey> alone = new HashMap<>();
    for (int i = 0; i < 230; i++) {
      ApiKey key = newKey(company);
      alone.put(key.prefix(), lookUp(key));
    }
    List<String> asked = new ArrayList<>(alone.keySet());
    asked.addAll(List.of("", "%", "no key has it", "a\u0000b", "\ud800"));
    Map<String, StoredKey> together = store.findByLookups(asked);
    assertThat(together.keySet()).isEqualTo(alone.keySet());
    alone.forEach((lookup, key) -> {
      StoredKey found = Objects.requireNonNull(together.get(lookup));
      assertThat(found.key()).isEqualTo(key.key());
      assertThat(found.hash().bytesForStorage()).isEqualTo(key.hash().bytesForStorage());
    });
    assertThat(store.findByLookups(List.of(asked.get(0)))).containsOnlyKeys(asked.get(0));
    assertThat(store.findByLookups(List.of("nothing"))).isEmpty();
    assertThat(store.findByLookups(List.of())).isEmpty();
  }

  @Test
  void tellsLookupsApartByCase() {
    CompanyId company = newCompany().id();
    ApiKey lower = insert(withPrefix(some.key(company), "abcdefghijkl"));
    ApiKey upper = insert(withPrefix(some.key(company), "ABCDEFGHIJKL"));
    assertThat(lookUp(lower).key()).isEqualTo(lower);
    assertThat(lookUp(upper).key()).isEqualTo(upper);
    assertThat(store.findByLookup("aBCDEFGHIJKL")).isEmpty();
  }

  @Test
  void givesAVerificationTheKeyAndItsHash() {
    ApiKey key = complete(newCompany().id(), everything("For a verification"));
    KeyHash hash = some.hash();
    write(tx -> tx.insertKey(key, hash, some.event(key, "key.issued")));
    StoredKey found = lookUp(key);
    assertThat(found.key()).isEqualTo(key);
    assertThat(found.hash().matches(hash)).isTrue();
    assertThat(found.companyStatus()).isEqualTo(CompanyStatus.ACTIVE);
    assertThat(found.ownerActive()).isTrue();
  }

  @Test
  void givesAVerificationTheStatusOfTheCompany() {
    Company company = newCompany();
    ApiKey key = newKey(company.id());
    ApiKey elsewhere = newKey(newCompany().id());
    Company suspended = update(some.changed(company, CompanyStatus.SUSPENDED));
    assertThat(lookUp(key).companyStatus()).isEqualTo(CompanyStatus.SUSPENDED);
    assertThat(lookUp(elsewhere).companyStatus()).isEqualTo(CompanyStatus.ACTIVE);
    update(some.changed(suspended, CompanyStatus.ACTIVE));
    assertThat(lookUp(key).companyStatus()).isEqualTo(CompanyStatus.ACTIVE);
  }

  @Test
  void givesAVerificationTheStateOfTheOwnerInTheKeysOwnCompany() {
    CompanyId company = newCompany().id();
    ApiKey key = insert(some.userKey(company, "ada"));
    ApiKey otherUser = insert(some.userKey(company, "Ada"));
    ApiKey otherCompany = insert(some.userKey(newCompany().id(), "ada"));
    ApiKey service = newKey(company);
    put(some.owner(company, "ada", false));
    assertThat(lookUp(key).ownerActive()).isFalse();
    assertThat(lookUp(otherUser).ownerActive()).isTrue();
    assertThat(lookUp(otherCompany).ownerActive()).isTrue();
    assertThat(lookUp(service).ownerActive()).isTrue();
    put(some.owner(company, "ada", true));
    assertThat(lookUp(key).ownerActive()).isTrue();
  }

  private StoredKey lookUp(ApiKey key) {
    return store.findByLookup(key.prefix()).orElseThrow();
  }

  private ApiKey insertNamed(CompanyId company, AttributesDraft draft) {
    return insert(some.key(company, KeyType.SERVICE, draft.build()));
  }

  private static ApiKey withPrefix(ApiKey key, String prefix) {
    return new ApiKey(
        key.id(),
        key.company(),
        prefix,
        key.type(),
        key.env(),
        key.attributes(),
        key.state(),
        key.provenance(),
        key.lastUse());
  }

  private KeyAttributes everything(String name) {
    Instant now = some.now();
    return AttributesDraft.named(name)
        .user("someone@example.com")
        .powers(Scope.ADMIN, "orders:read", "invoices:*", "keybearer:verify")
        .routes("GET /orders/*", "* /health")
        .life(now.plusMillis(1), now.plusMillis(86_400_001))
        .allowedIps("192.0.2.7", "198.51.100.0/24", "2001:db8::/32")
        .allowedReferers(true, "https://*.example.com", "http://localhost:8080/app/*")
        .limits(
            RateLimit.perSeconds(100, 3600),
            NamedLimit.further("burst", RateLimit.perSeconds(5, 1)))
        .quota(new Quota(1000, QuotaPeriod.DAY))
        .shadow(Rule.ALLOWED_IPS, Rule.QUOTA)
        .notes(Map.of("team", "billing", "empty", ""), List.of("b", "a", "c"))
        .build();
  }

  private ApiKey complete(CompanyId company, KeyAttributes attributes) {
    Instant now = some.now();
    ApiKeyId id = new ApiKeyId(some.id());
    ApiKeyId before = newKey(company).id();
    ApiKeyId after = newKey(company).id();
    return new ApiKey(
        id,
        company,
        some.base62(12),
        KeyType.USER,
        "test",
        attributes,
        new KeyState(
            true,
            new Revocation(now.plusMillis(7), "key:abcdefghijkl", "left the team"),
            before,
            after,
            now.plusMillis(11),
            before,
            new Capture(true, true, now.plusMillis(13))),
        new Provenance(now.minusMillis(3), "bootstrap", now.minusMillis(2), 1),
        null);
  }
}
