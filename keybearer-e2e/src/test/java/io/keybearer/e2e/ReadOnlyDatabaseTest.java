package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that can be read but not written stops administration, and nothing else. */
final class ReadOnlyDatabaseTest {
  @Test
  void verifiesAndLogsWhileTheDatabaseIsReadOnlyAndRecovers(@TempDir Path data)
      throws IOException, SQLException {
    try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
      Map<String, String> settings = Map.of(
          "KEYBEARER_DATA",
          data.toString(),
          "KEYBEARER_DATABASE_URL",
          database.getJdbcUrl("postgres", "postgres"),
          "KEYBEARER_MAX_STALENESS",
          "PT1S");
      try (RunningServer server = RunningServer.start(Checkout.copy(), settings)) {
        Api api = new Api(server.address(), server.keysPrinted().get(0));
        api.company("acme");
        Api.MadeKey warm = api.key("acme", "warm", "");
        Api.MadeKey cold = api.key("acme", "cold", "");
        assertThat(api.verify(warm)).isEqualTo("VALID");

        readOnly(database, true);
        await(() -> revoke(api, warm) == 503);
        assertThat(api.post("/v1/companies", "{\"slug\":\"b\",\"name\":\"b\"}").status())
            .isEqualTo(503);
        // Longer than memory is believed without the database.
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        int verified = 1;
        while (System.nanoTime() < until) {
          assertThat(api.verify(warm)).isEqualTo("VALID");
          verified++;
        }
        assertThat(api.verify(cold)).isEqualTo("VALID");
        assertThat(api.rows(warm)).isLessThanOrEqualTo(1);

        readOnly(database, false);
        await(() -> revoke(api, warm) == 200);
        assertThat(api.verify(warm)).isEqualTo("REVOKED");
        assertThat(api.verify(cold)).isEqualTo("VALID");
        // What was logged meanwhile has waited in the spool; the refusal has a row, too.
        int all = Math.min(verified + 1, 200);
        await(() -> api.rows(warm) == all);
        assertThat(server.output()).doesNotContain("\tat ");
      }
    }
  }

  private static int revoke(Api api, Api.MadeKey key) {
    return api.post("/v1/keys/" + key.id() + "/revoke", "{}").status();
  }

  /** For all who are connected, at their next statement. */
  private static void readOnly(EmbeddedPostgres database, boolean on) throws SQLException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + on);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
