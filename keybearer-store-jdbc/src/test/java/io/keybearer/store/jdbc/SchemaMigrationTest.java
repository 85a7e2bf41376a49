package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Reach;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.FeedReading;
import io.keybearer.store.Store;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(DropsSchemas.class)
final class SchemaMigrationTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void makesTheTablesOnceAndSaysWhatItDid(TestDatabase database) {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      SchemaMigration migration = SchemaMigration.of(pools.keys(), pools.log());
      assertThat(migration.migrate())
          .containsExactly(
              new SchemaMigration.Applied("keys", 1, "0001_keys_trail_and_feed"),
              new SchemaMigration.Applied("log", 1, "0001_request_log"));
      assertThat(migration.migrate()).isEmpty();
      migration.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void beginsWithThePlatformAndAnEpochOfItsOwn(TestDatabase database) {
    try (Store first = opened(database, folder.resolve("first"));
        Store second = opened(database, folder.resolve("second"))) {
      assertThat(first.findCompany(Reach.everywhere(), CompanyRef.parse("platform")))
          .hasValueSatisfying(platform -> {
            assertThat(platform.id()).isEqualTo(CompanyId.PLATFORM);
            assertThat(platform.name()).isEqualTo("Platform");
            assertThat(platform.version()).isEqualTo(1);
          });
      FeedReading reading = first.readFeed(0, 10);
      assertThat(reading.head()).isZero();
      assertThat(reading.changes()).isEmpty();
      assertThat(reading.epoch().version()).isEqualTo(4);
      assertThat(reading.epoch().variant()).isEqualTo(2);
      assertThat(reading.epoch()).isNotEqualTo(second.readFeed(0, 10).epoch());
    }
  }

  private static Store opened(TestDatabase database, Path folder) {
    return JdbcStore.builder(database.pools(database.newAddress(folder))).open();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnEmptyDatabaseWhenOnlyChecking(TestDatabase database) throws SQLException {
    String address = database.newAddress(folder);
    assertThatThrownBy(
            () -> JdbcStore.builder(database.pools(address)).onlyCheckSchema().open())
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessage("the schema of the keys is at version 0 and this Keybearer needs version 1:"
            + " run \"keybearer migrate\"");
    JdbcStore.builder(database.pools(address)).open().close();
    JdbcStore.builder(database.pools(address)).onlyCheckSchema().open().close();
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtASchemaOfANewerVersion(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      SchemaMigration migration = SchemaMigration.of(pools.keys(), pools.log());
      migration.migrate();
      Sql.execute(
          pools.log(),
          "UPDATE keybearer_schema_version SET version = 7 WHERE part = 'log' AND version = 1");
      for (Runnable look : List.<Runnable>of(migration::migrate, migration::check)) {
        assertThatThrownBy(look::run)
            .isInstanceOf(UnusableDatabaseException.class)
            .hasMessage(
                "the schema of the log is at version 7 and this Keybearer knows versions up to 1:"
                    + " start a newer Keybearer");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhenAnotherFileMadeTheSchema(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      SchemaMigration migration = SchemaMigration.of(pools.keys(), pools.log());
      migration.migrate();
      Sql.execute(
          pools.keys(),
          "UPDATE keybearer_schema_version SET checksum = 'other' WHERE part = 'keys'");
      assertThatThrownBy(migration::migrate)
          .isInstanceOf(UnusableDatabaseException.class)
          .hasMessageContaining("0001_keys_trail_and_feed.sql");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesOtherTablesAlone(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      Sql.execute(
          pools.keys(),
          "CREATE TABLE company (id integer, name varchar(20))",
          "INSERT INTO company VALUES (1, 'ours')",
          "CREATE TABLE flyway_schema_history (version integer)",
          "CREATE TABLE \"user\" (id integer)");
      SchemaMigration.of(pools.keys(), pools.log()).migrate();
      assertThat(Sql.texts(pools.keys(), "SELECT name FROM company")).containsExactly("ours");
      assertThat(Sql.texts(pools.keys(), "SELECT version FROM flyway_schema_history"))
          .isEmpty();
      assertThat(Sql.texts(pools.keys(), tables(database)))
          .contains("company", "flyway_schema_history", "user")
          .filteredOn(table -> !table.startsWith("keybearer_"))
          .hasSize(3);
    }
  }

  private static String tables(TestDatabase database) {
    return switch (database) {
      case SQLITE -> "SELECT name FROM sqlite_schema WHERE type = 'table'";
      case POSTGRES ->
        "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = current_schema()";
    };
  }

  @ParameterizedTest
  @EnumSource
  void undoesAMigrationThatFails(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      // In the way of one of the last statements.
      Sql.execute(pools.keys(), "CREATE TABLE keybearer_quota_use (id integer)");
      SchemaMigration migration = SchemaMigration.of(pools.keys(), pools.log());
      assertThatThrownBy(migration::migrate).isInstanceOf(StoreUnavailableException.class);
      assertThat(Sql.texts(pools.keys(), tables(database))).containsExactly("keybearer_quota_use");
      Sql.execute(pools.keys(), "DROP TABLE keybearer_quota_use");
      assertThat(migration.migrate()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void migratesOnceWhenManyStartAtOnce(TestDatabase database) throws Exception {
    String address = database.newAddress(folder);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        results.add(threads.submit(() -> {
          try (ConnectionPools pools = database.pools(address)) {
            return SchemaMigration.of(pools.keys(), pools.log()).migrate().size();
          }
        }));
      }
      int applied = 0;
      for (Future<Integer> result : results) {
        applied += result.get();
      }
      assertThat(applied).isEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsKeysAndLogInOneDatabaseToo(TestDatabase database) throws SQLException {
    try (ConnectionPools pools = database.pools(database.newAddress(folder))) {
      JdbcStore.open(pools.keys()).close();
      assertThat(Sql.texts(pools.keys(), "SELECT part FROM keybearer_schema_version ORDER BY part"))
          .containsExactly("keys", "log");
      assertThat(Sql.texts(pools.keys(), "SELECT id FROM keybearer_api_key_log"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsEveryFileOfThisJar(TestDatabase database) throws IOException, URISyntaxException {
    for (SchemaPart part : SchemaPart.values()) {
      Path files = Path.of(Objects.requireNonNull(
              SchemaMigration.class.getResource(database.dialect().folder() + "/" + part.title()))
          .toURI());
      try (Stream<Path> found = Files.list(files)) {
        assertThat(part.scripts(database.dialect()))
            .extracting(script -> script.name() + ".sql")
            .containsExactlyInAnyOrderElementsOf(
                found.map(file -> file.getFileName().toString()).toList());
      }
    }
  }
}
