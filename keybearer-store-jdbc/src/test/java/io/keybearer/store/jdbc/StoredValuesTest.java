package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How values stand in columns, and what happens when they stand there otherwise. */
@ExtendWith(DropsSchemas.class)
final class StoredValuesTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123Z");

  private final KeyFixtures some = new KeyFixtures(5, Clock.systemUTC());

  @TempDir
  Path folder;

  @Test
  void writesInstantsOfSqliteSoThatTextsSortByTime() throws SQLException {
    try (ConnectionPools pools = ConnectionPools.sqlite(folder);
        Store store = JdbcStore.open(pools.keys(), pools.log())) {
      insert(store, AT.plusNanos(999_999));
      insert(store, Instant.parse("2026-11-23T10:15:30Z"));
      assertThat(Sql.texts(pools.keys(), "SELECT expires_at FROM keybearer_api_key ORDER BY 1"))
          .containsExactly("2026-11-23T10:15:30.000Z", "2026-11-23T10:15:30.123Z");
    }
  }

  @ParameterizedTest
  @EnumSource
  void comparesWithInstantsBetweenTwoMilliseconds(TestDatabase database) {
    try (Store store =
        JdbcStore.builder(database.pools(database.newAddress(folder))).open()) {
      ApiKey key = insert(store, AT);
      assertThat(count(store, AT, null)).isEqualTo(1);
      assertThat(count(store, AT.plusNanos(1), null)).isZero();
      assertThat(count(store, null, AT)).isZero();
      assertThat(count(store, null, AT.plusNanos(1))).isEqualTo(1);
      assertThat(count(store, Instant.MIN, Instant.MAX)).isEqualTo(1);
      assertThat(store.findKey(Reach.everywhere(), key.id())).contains(key);
    }
  }

  private static int count(Store store, @Nullable Instant from, @Nullable Instant until) {
    KeyFilter filter =
        new KeyFilter(null, null, null, null, null, null, null, from, until, null, null);
    return store
        .listKeys(Reach.everywhere(), filter, AT, PageRequest.first(10))
        .items()
        .size();
  }

  @ParameterizedTest
  @EnumSource
  void takesAnUnreadableRowForAStoreThatCannotAnswer(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder));
        Store store = JdbcStore.open(pools.keys(), pools.log())) {
      ApiKey key = insert(store, AT);
      Sql.execute(pools.keys(), "UPDATE keybearer_api_key SET allowed_ips = '[\"300.1.1.1\"]'");
      assertThatThrownBy(() -> store.findByLookup(key.prefix()))
          .isInstanceOf(StoreUnavailableException.class);
      Sql.execute(pools.keys(), "UPDATE keybearer_api_key SET allowed_ips = 'any'");
      assertThatThrownBy(() -> store.findKey(Reach.everywhere(), key.id()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  private ApiKey insert(Store store, Instant expiry) {
    ApiKey plain = some.key(CompanyId.PLATFORM);
    ApiKey key = new ApiKey(
        plain.id(),
        plain.company(),
        plain.prefix(),
        plain.type(),
        plain.env(),
        plain.attributes().withExpiresAt(expiry),
        plain.state(),
        plain.provenance(),
        null);
    KeyWriter.insert(store, key);
    return key;
  }
}
