package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyState;
import io.keybearer.key.Owner;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.VersionMismatchException;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.InMemoryTables.LiveName;
import io.keybearer.store.InMemoryTables.OwnerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are laid over what is committed and join it at the end, or are dropped. There is one
 * transaction at a time, so what it reads stays as it is.
 */
final class InMemoryTransaction implements StoreTransaction {
  private final CommittedTables committed;
  private final Map<ApiKeyId, ApiKey> keys = new LinkedHashMap<>();
  private final Map<ApiKeyId, KeyHash> hashes = new LinkedHashMap<>();
  private final Map<CompanyId, Company> companies = new LinkedHashMap<>();
  private final Map<OwnerName, Owner> owners = new LinkedHashMap<>();
  private final Map<RememberedAnswer.Name, RememberedAnswer> answers = new LinkedHashMap<>();
  private final List<KeyEvent> events = new ArrayList<>();
  private final List<InMemoryFeed.Touched> touched = new ArrayList<>();

  InMemoryTransaction(CommittedTables committed) {
    this.committed = committed;
  }

  @Override
  public Optional<ApiKey> lockKey(Reach reach, ApiKeyId id) {
    return Optional.ofNullable(key(id)).filter(key -> reach.includes(key.company()));
  }

  @Override
  public Optional<Company> lockCompany(Reach reach, CompanyRef ref) {
    CompanyId id = ref.id() != null ? ref.id() : holderOfSlug(Objects.requireNonNull(ref.slug()));
    Company company = id == null ? null : company(id);
    return Optional.ofNullable(company).filter(found -> reach.includes(found.id()));
  }

  @Override
  public long countUsableKeys(CompanyId company, String user, Instant now) {
    long here =
        keys.values().stream().filter(key -> isUsable(key, company, user, now)).count();
    return here
        + committed.look(tables -> tables.keys.values().stream()
            .filter(key -> !keys.containsKey(key.id()) && isUsable(key, company, user, now))
            .count());
  }

  private static boolean isUsable(ApiKey key, CompanyId company, String user, Instant now) {
    return key.company().equals(company)
        && user.equals(key.attributes().user())
        && !key.state().revoked()
        && !key.retired(now)
        && !key.expired(now);
  }

  @Override
  public boolean platformKeyExists() {
    return keys.values().stream().anyMatch(key -> key.company().isPlatform())
        || committed.look(tables ->
            tables.keys.values().stream().anyMatch(key -> key.company().isPlatform()));
  }

  @Override
  public void insertKey(ApiKey key, KeyHash hash, KeyEvent event) {
    boolean lookupTaken =
        keys.values().stream().anyMatch(other -> other.prefix().equals(key.prefix()))
            || find(tables -> tables.holderOf(key.prefix())) != null;
    if (lookupTaken || key(key.id()) != null) {
      throw new IllegalArgumentException("expected an id and a prefix that no key has");
    }
    if (company(key.company()) == null) {
      throw new IllegalArgumentException("expected a company that exists");
    }
    refuseTakenName(key);
    keys.put(key.id(), key);
    hashes.put(key.id(), hash);
    note(event, key.company(), key.prefix());
  }

  @Override
  public void updateKey(ApiKey key, KeyEvent event) {
    ApiKey stored = key(key.id());
    if (stored == null
        || !stored.company().equals(key.company())
        || stored.provenance().version() != key.provenance().version() - 1) {
      throw new VersionMismatchException();
    }
    ApiKey updated = keepingWhatNeverChanges(stored, key);
    refuseTakenName(updated);
    keys.put(updated.id(), updated);
    note(event, updated.company(), updated.prefix());
  }

  @Override
  public void insertCompany(Company company, KeyEvent event) {
    if (company(company.id()) != null) {
      throw new IllegalArgumentException("expected an id that no company has");
    }
    refuseTakenSlug(company);
    companies.put(company.id(), company);
    note(event, company.id(), null);
  }

  @Override
  public void updateCompany(Company company, KeyEvent event) {
    Company stored = company(company.id());
    if (stored == null || stored.version() != company.version() - 1) {
      throw new VersionMismatchException();
    }
    refuseTakenSlug(company);
    companies.put(company.id(), company);
    note(event, company.id(), null);
  }

  @Override
  public void putOwner(Owner owner, KeyEvent event) {
    owners.put(new OwnerName(owner.company(), owner.user()), owner);
    note(event, owner.company(), null);
  }

  @Override
  public Optional<RememberedAnswer> recall(RememberedAnswer.Name name) {
    RememberedAnswer answer = answers.get(name);
    return Optional.ofNullable(answer != null ? answer : find(tables -> tables.answers.get(name)));
  }

  @Override
  public void remember(RememberedAnswer.Name name, RememberedAnswer answer) {
    answers.put(name, answer);
  }

  /** Adds all of it to the tables, which the caller has locked. */
  List<InMemoryFeed.Touched> joinTo(InMemoryTables tables) {
    keys.values().forEach(tables::putKeepingUse);
    tables.hashes.putAll(hashes);
    companies.values().forEach(tables::put);
    tables.owners.putAll(owners);
    tables.answers.putAll(answers);
    events.forEach(event -> tables.events.put(event.id(), event));
    return touched;
  }

  private void note(KeyEvent event, CompanyId company, @Nullable String lookup) {
    events.add(event);
    touched.add(new InMemoryFeed.Touched(company, lookup));
  }

  private @Nullable ApiKey key(ApiKeyId id) {
    ApiKey own = keys.get(id);
    return own != null ? own : find(tables -> tables.key(id));
  }

  private @Nullable Company company(CompanyId id) {
    Company own = companies.get(id);
    return own != null ? own : find(tables -> tables.companies.get(id.value()));
  }

  private void refuseTakenName(ApiKey key) {
    if (!LiveName.isHeldBy(key)) {
      return;
    }
    LiveName name = LiveName.of(key);
    boolean takenHere = keys.values().stream()
        .filter(other -> !other.id().equals(key.id()) && LiveName.isHeldBy(other))
        .anyMatch(other -> LiveName.of(other).equals(name));
    ApiKeyId holder = find(tables -> tables.holderOf(name));
    boolean takenBefore = holder != null && !holder.equals(key.id()) && !keys.containsKey(holder);
    if (takenHere || takenBefore) {
      throw ConflictException.at("name", ProblemCode.NAME_TAKEN);
    }
  }

  private void refuseTakenSlug(Company company) {
    CompanyId holder = holderOfSlug(company.slug());
    if (holder != null && !holder.equals(company.id())) {
      throw ConflictException.at("slug", ProblemCode.SLUG_TAKEN);
    }
  }

  private @Nullable CompanyId holderOfSlug(String slug) {
    for (Company own : companies.values()) {
      if (own.slug().equals(slug)) {
        return own.id();
      }
    }
    CompanyId holder = find(tables -> tables.holderOfSlug(slug));
    return holder == null || companies.containsKey(holder) ? null : holder;
  }

  private <T> @Nullable T find(Function<InMemoryTables, @Nullable T> question) {
    return committed.find(question);
  }

  private static ApiKey keepingWhatNeverChanges(ApiKey stored, ApiKey given) {
    KeyState state = given.state();
    Provenance provenance = given.provenance();
    return new ApiKey(
        stored.id(),
        stored.company(),
        stored.prefix(),
        stored.type(),
        stored.env(),
        given.attributes(),
        new KeyState(
            state.disabled(),
            stored.state().revoked() ? stored.state().revocation() : state.revocation(),
            state.rotatedFrom(),
            state.rotatedTo(),
            state.retiresAt(),
            state.lineage(),
            state.capture()),
        new Provenance(
            stored.provenance().createdAt(),
            stored.provenance().createdBy(),
            provenance.updatedAt(),
            provenance.version()),
        stored.lastUse());
  }
}
