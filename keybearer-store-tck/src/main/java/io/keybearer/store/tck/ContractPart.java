package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.Committed;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract have in common: a fresh store for each test, and what fills it. */
public abstract class ContractPart {
  /** Set {@code -Dkeybearer.seed=} to a seed that was printed to make the same records again. */
  private static final long SEED = Long.getLong("keybearer.seed", new Random().nextLong());

  static {
    System.out.println("Store contract with -Dkeybearer.seed=" + SEED);
  }

  final MovableClock clock = MovableClock.at(Instant.now());
  final KeyFixtures some = new KeyFixtures(SEED, clock);
  Store store;

  /** The store that is tested. */
  protected abstract StoreUnderTest subject();

  @BeforeEach
  final void openStore() {
    store = subject().open(clock);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  final void reopen() {
    store = subject().reopen(store, clock);
  }

  final void letPass(Duration time) {
    subject().letPass(store, clock, time);
  }

  /** Runs work that returns nothing. */
  final Committed<Boolean> write(Consumer<StoreTransaction> work) {
    return store.write(transaction -> {
      work.accept(transaction);
      return true;
    });
  }

  final Company newCompany() {
    return insert(some.company());
  }

  final Company insert(Company company) {
    write(tx -> tx.insertCompany(company, some.event(company, "company.created")));
    return company;
  }

  final Company update(Company company) {
    write(tx -> tx.updateCompany(company, some.event(company, "company.changed")));
    return company;
  }

  final ApiKey newKey(CompanyId company) {
    return insert(some.key(company));
  }

  final ApiKey insert(ApiKey key) {
    write(tx -> tx.insertKey(key, some.hash(), some.event(key, "key.issued")));
    return key;
  }

  final ApiKey update(ApiKey key) {
    write(tx -> tx.updateKey(key, some.event(key, "key.changed")));
    return key;
  }

  final ApiKey revoke(ApiKey key) {
    return update(key.revoked(some.revocation("gone")));
  }

  final void put(Owner owner) {
    write(tx -> tx.putOwner(owner, some.event(owner)));
  }

  /** What the store says of a key now. */
  final ApiKey stored(ApiKey key) {
    return store.findKey(Reach.everywhere(), key.id()).orElseThrow();
  }

  /** How far the feed has come. */
  final long head() {
    return store.readFeed(0, 1).head();
  }

  /** Every item of a list, page by page. */
  static <T> List<T> all(int size, Function<PageRequest, Page<T>> list) {
    List<T> items = new ArrayList<>();
    PageRequest request = PageRequest.first(size);
    while (true) {
      Page<T> page = list.apply(request);
      items.addAll(page.items());
      if (page.next() == null) {
        return items;
      }
      assertThat(page.next()).as("the end of a page").isNotEqualTo(request.after());
      request = new PageRequest(size, page.next());
    }
  }

  /** Says whether one conflict alone kept a write from being done. */
  static boolean wins(ProblemCode conflict, Runnable write) {
    try {
      write.run();
      return true;
    } catch (ConflictException taken) {
      if (taken.code() != conflict) {
        throw taken;
      }
      return false;
    }
  }
}
