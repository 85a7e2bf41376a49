package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import io.keybearer.store.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both databases do besides the contract. */
@ExtendWith(DropsSchemas.class)
final class JdbcStoreTest {
  private static final long SEED = Long.getLong("keybearer.seed", new Random().nextLong());

  static {
    System.out.println("JDBC store with -Dkeybearer.seed=" + SEED);
  }

  private final MovableClock clock = MovableClock.at(Instant.now());
  private final KeyFixtures some = new KeyFixtures(SEED, clock);

  @TempDir
  Path folder;

  private Store open(TestDatabase database) {
    return JdbcStore.builder(database.pools(database.newAddress(folder)))
        .clock(clock)
        .open();
  }

  @ParameterizedTest
  @EnumSource
  void commitsNothingOfWorkThatGoesOnAfterARefusal(TestDatabase database) {
    try (Store store = open(database)) {
      ApiKey taken = insert(store, some.key(CompanyId.PLATFORM, "taken"));
      ApiKey same = some.key(CompanyId.PLATFORM, "taken");
      Company company = some.company();
      assertThatThrownBy(() -> store.write(tx -> {
            tx.insertCompany(company, some.event(company, "company.created"));
            assertThatThrownBy(
                    () -> tx.insertKey(same, some.hash(), some.event(same, "key.issued")))
                .isInstanceOf(ConflictException.class);
            return "as if nothing had happened";
          }))
          .isInstanceOf(ConflictException.class);
      assertThat(store.findCompany(Reach.everywhere(), CompanyRef.of(company.id())))
          .isEmpty();
      assertThat(store.readFeed(0, 10).changes())
          .extracting(change -> change.lookup())
          .containsExactly(taken.prefix());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAWriteInsideAWrite(TestDatabase database) {
    try (Store store = open(database)) {
      assertThatThrownBy(() -> store.write(tx -> store.lease("job", "me", Duration.ofMinutes(1))))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store.write(tx -> store.write(inner -> true)))
          .isInstanceOf(IllegalStateException.class);
      insert(store, some.key(CompanyId.PLATFORM, "the next write is a new one"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsNothingUnderTextsThatCannotBeStored(TestDatabase database) {
    try (Store store = open(database)) {
      insert(store, some.key(CompanyId.PLATFORM, "name"));
      for (String text : List.of("\u0000", "na\u0000me", "\uD83D", "\uDD11name")) {
        assertThat(store.findByLookup(text)).isEmpty();
        assertThat(store.findOwner(CompanyId.PLATFORM, text)).isEmpty();
        assertThat(store.findCompany(Reach.everywhere(), CompanyRef.parse(text)))
            .isEmpty();
        assertThat(store
                .listKeys(Reach.everywhere(), named(text), clock.instant(), PageRequest.first(10))
                .items())
            .isEmpty();
        assertThat(store
                .log()
                .list(Reach.everywhere(), under(text), PageRequest.first(10))
                .items())
            .isEmpty();
      }
    }
  }

  private static KeyFilter named(String text) {
    return new KeyFilter(null, null, null, null, null, null, text, null, null, null, null);
  }

  private static LogFilter under(@Nullable String endpoint) {
    return LogFilter.where().endpoint(endpoint).build();
  }

  @ParameterizedTest
  @EnumSource
  void refusesToStoreWhatItCouldNotGiveBack(TestDatabase database) {
    try (Store store = open(database)) {
      ApiKey key = some.key(CompanyId.PLATFORM, "half \uD83D");
      assertThatThrownBy(() -> insert(store, key)).isInstanceOf(IllegalArgumentException.class);
      ApiKey late = some.key(CompanyId.PLATFORM, "late");
      ApiKey later = late.changed(late.attributes().withExpiresAt(Instant.MAX), clock.instant());
      assertThatThrownBy(() -> insert(store, later)).isInstanceOf(IllegalArgumentException.class);
      assertThat(store.readFeed(0, 1).head()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesALogRowWhateverItsClientSent(TestDatabase database) {
    try (Store store = open(database)) {
      ApiKey key = insert(store, some.key(CompanyId.PLATFORM, "name"));
      ApiKeyLog row = some.row(key)
          .request("G\u0000T", "/or\u0000ders")
          .client(null, "agent \uD83D", "\uDD11")
          .build();
      assertThat(store.log().append(List.of(new LogEntry.Row(row)))).isEmpty();
      assertThat(store.log().find(Reach.everywhere(), row.id())).hasValueSatisfying(stored -> {
        assertThat(stored.method()).isEqualTo("G\uFFFDT");
        assertThat(stored.endpoint()).isEqualTo("/or\uFFFDders");
        assertThat(stored.userAgent()).isEqualTo("agent \uFFFD");
        assertThat(stored.referer()).isEqualTo("\uFFFD");
      });
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesABatchAgainWithoutHarm(TestDatabase database) {
    try (Store store = open(database)) {
      ApiKey key = insert(store, some.key(CompanyId.PLATFORM, "name"));
      ApiKeyLog row = some.row(key).build();
      var completion = new LogEntry.Completion(row.id(), null, 204, 1.5);
      List<LogEntry> batch = List.of(new LogEntry.Row(row), completion);
      assertThat(store.log().append(batch)).isEmpty();
      assertThat(store.log().append(batch)).containsExactly(row.id());
      assertThat(store
              .log()
              .list(Reach.everywhere(), LogFilter.any(), PageRequest.first(10))
              .items())
          .singleElement()
          .satisfies(stored -> assertThat(stored.statusCode()).isEqualTo(204));
    }
  }

  @ParameterizedTest
  @EnumSource
  void replacesAnAnswerThatWasNotYetForgotten(TestDatabase database) {
    try (Store store = open(database)) {
      var name = new RememberedAnswer.Name("caller", "POST /v1/keys", "once");
      for (String digest : List.of("first", "second")) {
        store.write(tx -> {
          tx.recall(name);
          tx.remember(name, new RememberedAnswer(digest, "{}", some.now()));
          return digest;
        });
      }
      var found = store.write(tx -> tx.recall(name)).value();
      assertThat(found).map(RememberedAnswer::requestDigest).contains("second");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatItCannotAnswerOnceItsConnectionsAreClosed(TestDatabase database) {
    ConnectionPools pools = database.pools(database.newAddress(folder));
    Store store = JdbcStore.open(pools.keys(), pools.log());
    store.close();
    assertThat(store.findByLookup("given connections stay open")).isEmpty();
    pools.close();
    assertThatThrownBy(() -> store.findByLookup("any"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> insert(store, some.key(CompanyId.PLATFORM, "name")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store.log().append(List.of())).as("needs no connection").isEmpty();
  }

  private ApiKey insert(Store store, ApiKey key) {
    store.write(tx -> {
      tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
      return key;
    });
    return key;
  }
}
