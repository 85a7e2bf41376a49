package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.problem.NotFoundException;
import io.keybearer.store.Change;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.StoreTransaction;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Administrative work is done whole or not at all, and noted once. */
public abstract class WriteContract extends ContractPart {
  @Test
  void leavesNothingOfWorkThatThrows() {
    Company company = newCompany();
    ApiKey before = newKey(company.id());
    long head = head();
    List<UUID> events = events();
    Company neverMade = some.company();
    ApiKey never = some.key(company.id());
    Owner owner = some.owner(company.id(), "ada", false);
    var name = new RememberedAnswer.Name("caller", "POST /v1/keys", "once");
    Consumer<StoreTransaction> work = tx -> {
      tx.insertKey(never, some.hash(), some.event(never, "key.issued"));
      tx.updateKey(before.disabled(true, some.now()), some.event(before, "key.disabled"));
      tx.insertCompany(neverMade, some.event(neverMade, "company.created"));
      tx.updateCompany(
          some.changed(company, CompanyStatus.SUSPENDED), some.event(company, "company.changed"));
      tx.putOwner(owner, some.event(owner));
      tx.remember(name, new RememberedAnswer("digest", "answer", some.now()));
    };
    for (Throwable reason : List.of(new NotFoundException(), new AssertionError("stop"))) {
      assertThatThrownBy(() -> write(tx -> {
            work.accept(tx);
            throwUnchecked(reason);
          }))
          .isSameAs(reason);
    }

    assertThat(store.findKey(Reach.everywhere(), never.id())).isEmpty();
    assertThat(store.findByLookup(never.prefix())).isEmpty();
    assertThat(stored(before)).isEqualTo(before);
    assertThat(store.findCompany(Reach.everywhere(), CompanyRef.of(neverMade.id())))
        .isEmpty();
    assertThat(store.findCompany(Reach.everywhere(), CompanyRef.of(company.id())))
        .contains(company);
    assertThat(store.findOwner(company.id(), "ada")).isEmpty();
    write(tx -> assertThat(tx.recall(name)).isEmpty());
    assertThat(events()).isEqualTo(events);
    assertThat(head()).isEqualTo(head);
    assertThat(write(work).changes()).extracting(Change::sequence).startsWith(head + 1);
  }

  @Test
  void addsOneAuditEntryAndOneFeedRowForEachWrite() {
    Company company = some.company();
    ApiKey key = some.key(company.id());
    ApiKey disabled = key.disabled(true, some.now());
    Company suspended = some.changed(company, CompanyStatus.SUSPENDED);
    Owner owner = some.owner(company.id(), "ada", false);
    assertNoted(
        company.id(),
        null,
        some.event(company, "company.created"),
        (tx, event) -> tx.insertCompany(company, event));
    assertNoted(
        company.id(),
        key.prefix(),
        some.event(key, "key.issued"),
        (tx, event) -> tx.insertKey(key, some.hash(), event));
    assertNoted(
        company.id(),
        key.prefix(),
        some.event(key, "key.disabled"),
        (tx, event) -> tx.updateKey(disabled, event));
    assertNoted(
        company.id(),
        null,
        some.event(company, "company.changed"),
        (tx, event) -> tx.updateCompany(suspended, event));
    assertNoted(company.id(), null, some.event(owner), (tx, event) -> tx.putOwner(owner, event));
  }

  @Test
  void returnsTheValueAndEveryChangeInOrder() {
    CompanyId company = newCompany().id();
    ApiKey first = some.key(company);
    ApiKey second = some.key(company);
    long head = head();
    var committed = store.write(tx -> {
      tx.insertKey(first, some.hash(), some.event(first, "key.issued"));
      tx.insertKey(second, some.hash(), some.event(second, "key.issued"));
      return "both";
    });
    assertThat(committed.value()).isEqualTo("both");
    assertThat(committed.changes())
        .containsExactly(
            new Change(head + 1, company, first.prefix()),
            new Change(head + 2, company, second.prefix()))
        .isEqualTo(store.readFeed(head, 10).changes());
  }

  @Test
  void readsItsOwnWrites() {
    Company company = some.company();
    ApiKey key = some.key(company.id());
    ApiKey platformKey = some.key(
        CompanyId.PLATFORM, KeyType.SYSTEM, AttributesDraft.named("first").build());
    write(tx -> {
      tx.insertCompany(company, some.event(company, "company.created"));
      tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
      tx.updateKey(key.disabled(true, some.now()), some.event(key, "key.disabled"));
      assertThat(tx.lockCompany(Reach.everywhere(), CompanyRef.parse(company.slug())))
          .contains(company);
      assertThat(
              tx.lockKey(Reach.of(company.id()), key.id()).orElseThrow().state().disabled())
          .isTrue();
      assertThat(tx.platformKeyExists()).isFalse();
      tx.insertKey(platformKey, some.hash(), some.event(platformKey, "key.issued"));
      assertThat(tx.platformKeyExists()).isTrue();
    });
    revoke(platformKey);
    write(tx -> assertThat(tx.platformKeyExists()).isTrue());
  }

  private void assertNoted(
      CompanyId company,
      @Nullable String lookup,
      KeyEvent event,
      BiConsumer<StoreTransaction, KeyEvent> work) {
    long head = head();
    List<UUID> events = events();
    var changes = write(tx -> work.accept(tx, event)).changes();
    assertThat(changes).containsExactly(new Change(head + 1, company, lookup));
    assertThat(store.readFeed(head, 10).changes()).isEqualTo(changes);
    assertThat(events()).hasSize(events.size() + 1).startsWith(event.id());
  }

  private List<UUID> events() {
    return all(PageRequest.MOST, page -> store.listEvents(Reach.everywhere(), page)).stream()
        .map(KeyEvent::id)
        .toList();
  }

  private static void throwUnchecked(Throwable reason) {
    if (reason instanceof RuntimeException exception) {
      throw exception;
    }
    throw (Error) reason;
  }
}
