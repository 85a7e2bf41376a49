package io.keybearer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many keys an owner has, companies made when they are needed, and who a person is. */
class OwnersKeysTest {
  private final TestEngine engine = TestEngine.start();
  private final CompanyRef acme = CompanyRef.of(engine.acme);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void keysThatCanBeUsedNowOrLaterCount() {
    IssuedKey first = issue("ada", "first", draft -> {});
    issue("ada", "brief", draft -> draft.expiresAt(engine.time.instant().plusSeconds(60)));
    issue("grace", "grace's", draft -> {});
    engine.issue("a service's");

    engine.keys().requireRoom(acme, "ada", 3);
    assertFull(2);
    engine.time.pass(Duration.ofSeconds(60));
    assertFull(1);
    IssuedKey second = engine.keys().rotate(first.key().id(), IfVersion.any(), Duration.ofHours(1));
    assertFull(2);
    engine.time.pass(Duration.ofHours(1));
    assertFull(1);
    engine.keys().revoke(second.key().id(), IfVersion.any(), null);
    engine.keys().requireRoom(acme, "ada", 1);
  }

  @Test
  void ofManyAtOnceNoMoreAreIssuedThanThereIsRoomFor() {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<CompletableFuture<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = "key " + i;
      tries.add(CompletableFuture.supplyAsync(() -> triesToIssue(name), callers));
    }

    long issued = tries.stream()
        .filter(made -> made.orTimeout(30, TimeUnit.SECONDS).join())
        .count();

    assertThat(issued).isEqualTo(3);
    callers.shutdown();
  }

  private boolean triesToIssue(String name) {
    try {
      engine.keybearer.administration().inOneTransaction(administration -> {
        administration.keys().requireRoom(acme, "ada", 3);
        return administration.keys().issue(KeyDraft.user(engine.acme, "ada", name));
      });
      return true;
    } catch (ConflictException full) {
      assertThat(full.code()).isEqualTo(ProblemCode.TOO_MANY_KEYS);
      return false;
    }
  }

  @Test
  void aCompanyIsMadeOnceAndFoundAfterwards() {
    Companies companies = engine.keybearer.administration().companies();

    Company made = companies.getOrCreate("initech", "Initech");

    assertThat(companies.getOrCreate("initech", "another name")).isEqualTo(made);
    assertThat(companies.getOrCreate("acme", "Acme").id()).isEqualTo(engine.acme);
    assertThatThrownBy(() -> companies.getOrCreate("No Slug", "x"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void aPersonIsNamedByTheTrailAndReachesNoOtherCompany() {
    IssuedKey elsewhere =
        engine.keys().issue(KeyDraft.service(engine.company("globex"), "globex's"));
    Administration hers = engine.keybearer.administration(Caller.user(engine.acme, "ada"));

    IssuedKey key = hers.keys().issue(KeyDraft.user(engine.acme, "ada", "hers"));

    assertThat(key.key().provenance().createdBy()).isEqualTo("user:ada");
    assertThatThrownBy(() -> hers.keys().get(elsewhere.key().id()))
        .isInstanceOf(NotFoundException.class);
  }

  private void assertFull(long most) {
    assertThatThrownBy(() -> engine.keys().requireRoom(acme, "ada", most))
        .isInstanceOf(ConflictException.class)
        .extracting(failure -> ((ConflictException) failure).code())
        .isEqualTo(ProblemCode.TOO_MANY_KEYS);
  }

  private IssuedKey issue(String user, String name, java.util.function.Consumer<KeyDraft> more) {
    KeyDraft draft = KeyDraft.user(engine.acme, user, name);
    more.accept(draft);
    return engine.keys().issue(draft);
  }
}
