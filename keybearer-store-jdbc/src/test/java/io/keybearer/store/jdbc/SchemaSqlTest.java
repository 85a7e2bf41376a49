package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.store.Store;
import io.keybearer.verification.VerificationRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The printed SQL, run by somebody else in a database that has other tables of such names. */
@ExtendWith(DropsSchemas.class)
final class SchemaSqlTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void makesADatabaseThatAnEngineAccepts(TestDatabase database) throws SQLException {
    String sql = SchemaSql.of(database == TestDatabase.SQLITE ? "sqlite" : "postgresql")
        .orElseThrow()
        .text();
    try (HikariDataSource source = new HikariDataSource()) {
      source.setJdbcUrl(
          database == TestDatabase.SQLITE
              ? "jdbc:sqlite:" + folder.resolve("app.db") + "?busy_timeout=5000"
              : database.newAddress(folder));
      Sql.execute(source, "CREATE TABLE api_key (id INTEGER)", "CREATE TABLE company (id INTEGER)");
      for (String statement : Pattern.compile(";\n").splitAsStream(sql).toList()) {
        Sql.execute(source, statement);
      }
      assertAccepts(source);
    }
  }

  private static void assertAccepts(DataSource source) {
    Store store = JdbcStore.builder(source).onlyCheckSchema().open();
    try (Keybearer keybearer = Keybearer.open(store)) {
      Company acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme"));
      IssuedKey key =
          keybearer.administration().keys().issue(KeyDraft.service(acme.id(), "billing"));
      assertThat(keybearer.verify(VerificationRequest.of(key.text()).build()).valid())
          .isTrue();
    }
  }

  @Test
  void knowsTwoDatabases() {
    assertThat(SchemaSql.of("postgresql")).contains(SchemaSql.POSTGRESQL);
    assertThat(SchemaSql.of("sqlite")).contains(SchemaSql.SQLITE);
    assertThat(SchemaSql.of("oracle")).isEmpty();
  }
}
