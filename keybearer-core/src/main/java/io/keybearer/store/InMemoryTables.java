package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.LastUse;
import io.keybearer.key.Owner;
import io.keybearer.secret.KeyHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has been committed, apart from the log, quotas and leases. Not safe by itself: {@link
 * InMemoryStore} locks.
 */
final class InMemoryTables {
  final NavigableMap<UUID, ApiKey> keys = NewestFirst.map();
  final NavigableMap<UUID, Company> companies = NewestFirst.map();
  final NavigableMap<UUID, KeyEvent> events = NewestFirst.map();
  final Map<ApiKeyId, KeyHash> hashes = new HashMap<>();
  final Map<OwnerName, Owner> owners = new HashMap<>();
  final Map<RememberedAnswer.Name, RememberedAnswer> answers = new HashMap<>();
  final InMemoryFeed feed = new InMemoryFeed();
  final InMemoryNodes nodes = new InMemoryNodes();
  private final NavigableMap<String, ApiKeyId> lookups = new TreeMap<>();
  private final Map<LiveName, ApiKeyId> names = new HashMap<>();
  private final Map<String, CompanyId> slugs = new HashMap<>();

  @Nullable
  ApiKey key(ApiKeyId id) {
    return keys.get(id.value());
  }

  Optional<StoredKey> stored(String lookup) {
    ApiKeyId id = lookups.get(lookup);
    ApiKey key = id == null ? null : key(id);
    KeyHash hash = id == null ? null : hashes.get(id);
    Company company = key == null ? null : companies.get(key.company().value());
    if (key == null || hash == null || company == null) {
      return Optional.empty();
    }
    return Optional.of(new StoredKey(
        key,
        hash,
        company.status(),
        ownerActive(key),
        company.rules().capture(),
        company.rules().logAddresses()));
  }

  List<String> lookupsAfter(@Nullable String last, int most) {
    NavigableMap<String, ApiKeyId> rest = last == null ? lookups : lookups.tailMap(last, false);
    return rest.keySet().stream().limit(most).toList();
  }

  @Nullable
  Company company(CompanyRef ref) {
    CompanyId id = ref.id() != null ? ref.id() : slugs.get(ref.slug());
    return id == null ? null : companies.get(id.value());
  }

  @Nullable
  ApiKeyId holderOf(String lookup) {
    return lookups.get(lookup);
  }

  @Nullable
  ApiKeyId holderOf(LiveName name) {
    return names.get(name);
  }

  @Nullable
  CompanyId holderOfSlug(String slug) {
    return slugs.get(slug);
  }

  private void put(ApiKey key) {
    ApiKey before = keys.put(key.id().value(), key);
    if (before != null) {
      names.remove(LiveName.of(before), before.id());
    }
    if (LiveName.isHeldBy(key)) {
      names.put(LiveName.of(key), key.id());
    }
    lookups.put(key.prefix(), key.id());
  }

  /** Puts a transaction's key, with the use that has been noted meanwhile. */
  void putKeepingUse(ApiKey key) {
    ApiKey before = key(key.id());
    put(withUse(key, before == null ? null : before.lastUse()));
  }

  void put(Company company) {
    Company before = companies.put(company.id().value(), company);
    if (before != null) {
      slugs.remove(before.slug(), before.id());
    }
    slugs.put(company.slug(), company.id());
  }

  boolean replaceHash(ApiKeyId id, KeyHash expected, KeyHash replacement) {
    KeyHash current = hashes.get(id);
    if (current == null || !current.matches(expected)) {
      return false;
    }
    hashes.put(id, replacement);
    return true;
  }

  int forgetAnswers(Instant before) {
    int held = answers.size();
    answers.values().removeIf(answer -> answer.at().isBefore(before));
    return held - answers.size();
  }

  void note(KeyUse noted) {
    ApiKey key = key(noted.key());
    if (key != null) {
      LastUse before = key.lastUse();
      LastUse latest = before == null ? noted.use() : before.latest(noted.use());
      keys.put(key.id().value(), withUse(key, latest));
    }
  }

  private static ApiKey withUse(ApiKey key, @Nullable LastUse use) {
    return new ApiKey(
        key.id(),
        key.company(),
        key.prefix(),
        key.type(),
        key.env(),
        key.attributes(),
        key.state(),
        key.provenance(),
        use);
  }

  private boolean ownerActive(ApiKey key) {
    String user = key.attributes().user();
    Owner owner = user == null ? null : owners.get(new OwnerName(key.company(), user));
    return owner == null || owner.active();
  }

  /** What names an owner. */
  record OwnerName(CompanyId company, String user) {}

  /** A name that no other key of the company may have while its holder is live. */
  record LiveName(CompanyId company, String name) {
    static LiveName of(ApiKey key) {
      return new LiveName(key.company(), key.attributes().name());
    }

    static boolean isHeldBy(ApiKey key) {
      return !key.state().revoked() && !key.state().rotated();
    }
  }
}
