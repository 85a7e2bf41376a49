package io.keybearer.benchmarks.scale;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.Reach;
import io.keybearer.secret.KeyHasher;
import io.keybearer.secret.Peppers;
import io.keybearer.store.Cursor;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.StoreTransaction;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.token.FreshKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A store on SQLite with ten companies and as many keys as wanted. For one thread. */
final class FilledStore implements AutoCloseable {
  private static final long SEED = 3;
  private static final int COMPANIES = 10;
  private static final int AT_ONCE = 1_000;
  private static final int REMEMBERED = 10_000;
  private static final PageRequest PAGE = PageRequest.first(50);

  private final Store store;
  private final Clock clock = Clock.systemUTC();
  private final MadeUpKeys keys = new MadeUpKeys(SEED, clock);
  private final KeyHasher hasher = new KeyHasher(Peppers.none());
  private final Random random = new Random(SEED);
  private final List<CompanyId> companies = new ArrayList<>();
  private final List<ApiKey> some = new ArrayList<>();

  /** Those of them that have a whole page of older keys in their company. */
  private final List<ApiKey> someLater = new ArrayList<>();

  private FilledStore(Store store) {
    this.store = store;
  }

  static FilledStore of(Path folder, int count) {
    FilledStore filled = new FilledStore(JdbcStore.sqlite(folder));
    filled.fill(count);
    return filled;
  }

  void findByLookup() {
    require(store.findByLookup(any().prefix()).isPresent());
  }

  void findKey() {
    ApiKey key = any();
    require(store.findKey(Reach.of(key.company()), key.id()).isPresent());
  }

  void firstPage() {
    page(anyCompany(), KeyFilter.any(), PAGE);
  }

  void pageInTheMiddle() {
    ApiKey key = someLater.get(random.nextInt(someLater.size()));
    Cursor after = new Cursor(key.id().value());
    page(key.company(), KeyFilter.any(), new PageRequest(PAGE.size(), after));
  }

  void activePage() {
    page(anyCompany(), KeyFilter.ofStatus(KeyStatus.ACTIVE), PAGE);
  }

  void pageOfAll() {
    require(
        store.listKeys(Reach.everywhere(), KeyFilter.any(), now(), PAGE).items().size()
            == PAGE.size());
  }

  @Override
  public void close() {
    store.close();
  }

  private void page(CompanyId company, KeyFilter filter, PageRequest page) {
    Reach reach = Reach.of(company);
    require(store.listKeys(reach, filter, now(), page).items().size() == page.size());
  }

  private CompanyId anyCompany() {
    return companies.get(random.nextInt(COMPANIES));
  }

  private ApiKey any() {
    return some.get(random.nextInt(some.size()));
  }

  private void fill(int count) {
    store.write(transaction -> {
      for (int i = 0; i < COMPANIES; i++) {
        companies.add(insertCompany(transaction, i));
      }
      return companies.size();
    });
    int apart = Math.max(1, count / REMEMBERED);
    for (int done = 0; done < count; done += AT_ONCE) {
      int from = done;
      store.write(transaction -> {
        for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
          ApiKey key = insertKey(transaction, companies.get(i % COMPANIES));
          if (i % apart == 0) {
            remember(key, i / COMPANIES);
          }
        }
        return from;
      });
    }
  }

  private void remember(ApiKey key, int olderInItsCompany) {
    some.add(key);
    if (olderInItsCompany >= PAGE.size()) {
      someLater.add(key);
    }
  }

  private CompanyId insertCompany(StoreTransaction transaction, int number) {
    CompanyId id = keys.company();
    String slug = "company-" + number;
    transaction.insertCompany(
        new Company(id, slug, slug, CompanyStatus.ACTIVE, CompanyRules.none(), now(), now(), 1),
        new KeyEvent(
            keys.company().value(),
            now(),
            "application",
            "company.created",
            id,
            null,
            null,
            Map.of(),
            Map.of("slug", slug)));
    return id;
  }

  private ApiKey insertKey(StoreTransaction transaction, CompanyId company) {
    FreshKey text = keys.text();
    ApiKey key = keys.record(text, company, false);
    UUID event = keys.company().value();
    transaction.insertKey(
        key,
        hasher.hash(text.text()),
        new KeyEvent(
            event,
            now(),
            "application",
            "key.issued",
            company,
            key.id(),
            null,
            Map.of(),
            Map.of("name", key.attributes().name())));
    return key;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void require(boolean found) {
    if (!found) {
      throw new IllegalStateException("expected to find what was put in");
    }
  }
}
