package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.limit.RateLimit;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Companies, their owners and the audit trail come back as written, and only within reach. */
public abstract class CompanyContract extends ContractPart {
  @Test
  void hasThePlatformsCompanyFromTheStart() {
    Company platform =
        store.findCompany(Reach.everywhere(), CompanyRef.of(CompanyId.PLATFORM)).orElseThrow();
    assertThat(platform.slug()).isEqualTo("platform");
    assertThat(platform.status()).isEqualTo(CompanyStatus.ACTIVE);
    assertThat(platform.rules()).isEqualTo(CompanyRules.none());
    assertThat(platform.version()).isEqualTo(1);
    assertThat(companies(Reach.everywhere())).containsExactly(platform);
    assertThat(write(tx -> assertThat(tx.platformKeyExists()).isFalse()).changes())
        .isEmpty();
    reopen();
    assertThat(companies(Reach.everywhere())).containsExactly(platform);
  }

  @Test
  void readsBackCompanyByIdAndBySlug() {
    Company plain = newCompany();
    Company full = insert(withRules(some.company("a-" + "z".repeat(61))));
    for (Company company : List.of(plain, full)) {
      assertThat(find(CompanyRef.of(company.id()))).containsExactly(company);
      assertThat(find(CompanyRef.parse(company.slug()))).containsExactly(company);
    }
    reopen();
    assertThat(find(CompanyRef.of(full.id()))).containsExactly(full);
  }

  @Test
  void readsBackChangedCompany() {
    Company company = insert(withRules(some.company()));
    Company suspended = update(some.changed(company, "other-slug", CompanyStatus.SUSPENDED));
    assertThat(find(CompanyRef.of(company.id()))).containsExactly(suspended);
    assertThat(find(CompanyRef.parse("other-slug"))).containsExactly(suspended);
    assertThat(find(CompanyRef.parse(company.slug()))).isEmpty();
  }

  @Test
  void findsNoCompanyUnderAnotherText() {
    Company company = newCompany();
    for (String text :
        List.of("", "%", company.slug() + " ", company.slug().substring(1), "nobody")) {
      assertThat(find(CompanyRef.parse(text))).as(text).isEmpty();
    }
    assertThat(find(CompanyRef.of(new CompanyId(some.id())))).isEmpty();
  }

  @Test
  void listsCompaniesNewestFirstWithThePlatformLast() {
    List<CompanyId> newestFirst = new ArrayList<>(List.of(CompanyId.PLATFORM));
    for (int i = 0; i < 9; i++) {
      newestFirst.add(0, newCompany().id());
    }
    for (int size : new int[] {1, 4, 10, PageRequest.MOST}) {
      assertThat(all(size, page -> store.listCompanies(Reach.everywhere(), page)))
          .extracting(Company::id)
          .isEqualTo(newestFirst);
    }
  }

  @Test
  void showsACompanyItselfAlone() {
    Company mine = newCompany();
    Company theirs = newCompany();
    Reach reach = Reach.of(mine.id());
    assertThat(companies(reach)).containsExactly(mine);
    assertThat(store.findCompany(reach, CompanyRef.of(mine.id()))).contains(mine);
    for (Company other : List.of(theirs, companies(Reach.everywhere()).get(2))) {
      assertThat(store.findCompany(reach, CompanyRef.of(other.id()))).isEmpty();
      assertThat(store.findCompany(reach, CompanyRef.parse(other.slug()))).isEmpty();
      write(tx -> assertThat(tx.lockCompany(reach, CompanyRef.of(other.id()))).isEmpty());
      write(tx ->
          assertThat(tx.lockCompany(reach, CompanyRef.parse(other.slug()))).isEmpty());
    }
    write(tx -> assertThat(tx.lockCompany(reach, CompanyRef.parse(mine.slug()))).contains(mine));
  }

  @Test
  void remembersTheLastThingSaidOfAnOwner() {
    CompanyId company = newCompany().id();
    CompanyId other = newCompany().id();
    String user = "Zoë@例え.jp";
    assertThat(store.findOwner(company, user)).isEmpty();
    Owner inactive = some.owner(company, user, false);
    put(inactive);
    assertThat(store.findOwner(company, user)).contains(inactive);
    assertThat(store.findOwner(other, user)).isEmpty();
    assertThat(store.findOwner(company, "zoë@例え.jp")).isEmpty();
    letPass(Duration.ofMinutes(1));
    Owner active = some.owner(company, user, true);
    put(active);
    assertThat(store.findOwner(company, user)).contains(active);
    reopen();
    assertThat(store.findOwner(company, user)).contains(active);
  }

  @Test
  void readsBackAuditEntriesNewestFirst() {
    Company company = some.company();
    KeyEvent created = some.event(company, "company.created");
    ApiKey key = some.key(company.id());
    KeyEvent issued = new KeyEvent(
        some.id(),
        some.now(),
        "key:abcdefghijkl",
        "key.issued",
        company.id(),
        key.id(),
        "ада",
        Map.of("name", "", "a \"b\"", "c\nd"),
        Map.of("name", "é".repeat(1000), "z", "{\"json\": [1]}"));
    Owner owner = some.owner(company.id(), "ada", false);
    KeyEvent said = some.event(owner);
    write(tx -> tx.insertCompany(company, created));
    write(tx -> tx.insertKey(key, some.hash(), issued));
    write(tx -> tx.putOwner(owner, said));
    assertThat(events(Reach.everywhere(), 200)).containsExactly(said, issued, created);
    assertThat(events(Reach.everywhere(), 1)).containsExactly(said, issued, created);
    reopen();
    assertThat(events(Reach.everywhere(), 2)).containsExactly(said, issued, created);
  }

  @Test
  void showsACompanyItsOwnAuditEntriesAlone() {
    CompanyId mine = newCompany().id();
    CompanyId theirs = newCompany().id();
    newKey(theirs);
    newKey(mine);
    newKey(theirs);
    assertThat(events(Reach.of(mine), 1))
        .hasSize(2)
        .allMatch(event -> event.company().equals(mine));
    assertThat(events(Reach.of(theirs), 1)).hasSize(3);
    assertThat(events(Reach.of(new CompanyId(some.id())), 1)).isEmpty();
  }

  private List<Company> companies(Reach reach) {
    return all(PageRequest.MOST, page -> store.listCompanies(reach, page));
  }

  private List<KeyEvent> events(Reach reach, int size) {
    return all(size, page -> store.listEvents(reach, page));
  }

  private List<Company> find(CompanyRef ref) {
    return store.findCompany(Reach.everywhere(), ref).stream().toList();
  }

  private static Company withRules(Company company) {
    return new Company(
        company.id(),
        company.slug(),
        "Ünïcode & Söhne ".repeat(6),
        company.status(),
        new CompanyRules(
            Duration.ofDays(90).plusSeconds(1),
            Scope.WRITE,
            RateLimit.perSeconds(1000, 60),
            Duration.ofDays(400).plusHours(1)),
        company.createdAt(),
        company.updatedAt(),
        1);
  }
}
