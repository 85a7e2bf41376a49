package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import io.keybearer.store.LogStore;
import io.keybearer.store.tck.KeyFixtures;
import io.keybearer.store.tck.MovableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log over connections that are not ours, and with a role that may do little. */
@ExtendWith(DropsSchemas.class)
final class PostgresLogAccessTest {
  private final Instant now = Instant.now();
  private final KeyFixtures some = new KeyFixtures(11, MovableClock.at(now));
  private final CompanyId company = some.company().id();

  @Test
  void writesThroughConnectionsThatDoNotLetTheDriverBeReached() {
    try (HikariDataSource pool = pool(PostgresServer.newSchema(), true)) {
      LogStore log = JdbcStore.open(hiding(pool)).log();
      ApiKeyLog first = row(now);
      ApiKeyLog second = row(now);
      Completion completion = new Completion(second.id(), null, 200, 0.5);
      assertThat(log.append(List.of(new LogEntry.Row(first)))).isEmpty();
      assertThat(log.append(List.of(new LogEntry.Row(first), new LogEntry.Row(second), completion)))
          .isEmpty();
      assertThat(log.find(Reach.everywhere(), first.id())).contains(first);
      assertThat(log.find(Reach.everywhere(), second.id()))
          .contains(second.completedBy(completion));
    }
  }

  @Test
  void sharesTheDatabaseOfAnApplicationThroughItsOwnPool() throws SQLException {
    try (HikariDataSource pool = pool(PostgresServer.newSchema(), false)) {
      Sql.execute(pool, "CREATE TABLE orders (id integer PRIMARY KEY)", "COMMIT");
      LogStore log = JdbcStore.open(pool).log();
      ApiKeyLog row = row(now);
      log.append(List.of(new LogEntry.Row(row)));
      log.makeReady(now);
      drain(log.pruning(LogRetention.of(Duration.ofDays(1)), now));
      assertThat(log.find(Reach.everywhere(), row.id())).contains(row);
      drain(log.pruning(LogRetention.of(Duration.ofDays(1)), now.plus(Duration.ofDays(3))));
      assertThat(log.find(Reach.everywhere(), row.id())).isEmpty();
      assertThat(Sql.texts(pool, "SELECT count(*) FROM orders")).containsExactly("0");
    }
  }

  @Test
  void worksAndSaysWhatIsMissingWhenTheRoleMayNotMakePartitions() throws SQLException {
    String url = PostgresServer.newSchema();
    JdbcStore.postgres(url).close();
    String role = "writer_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    String schema = url.substring(url.lastIndexOf('=') + 1);
    PostgresServer.execute(url, "CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
    PostgresServer.execute(url, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    PostgresServer.execute(
        url,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
    Queue<String> said = new ConcurrentLinkedQueue<>();
    Handler handler = listening(said);
    Logger logger = Logger.getLogger(PostgresDays.class.getName());
    logger.addHandler(handler);
    try (JdbcStore store = JdbcStore.builder(
            ConnectionPools.postgres(url.replace("user=postgres", "user=" + role)))
        .onlyCheckSchema()
        .open()) {
      ApiKeyLog old = row(now);
      ApiKeyLog fresh = row(now.plus(Duration.ofDays(2)));
      store.log().makeReady(now);
      store.log().append(List.of(new LogEntry.Row(old), new LogEntry.Row(fresh)));
      drain(store.log().pruning(LogRetention.of(Duration.ofDays(1)), now.plus(Duration.ofDays(2))));
      assertThat(store.log().find(Reach.everywhere(), old.id())).isEmpty();
      assertThat(store.log().find(Reach.everywhere(), fresh.id())).contains(fresh);
    } finally {
      logger.removeHandler(handler);
      PostgresServer.execute(url, "DROP OWNED BY " + role);
      PostgresServer.execute(url, "DROP ROLE " + role);
    }
    assertThat(said).singleElement().asString().contains("may not make and drop partitions");
  }

  private ApiKeyLog row(Instant made) {
    return some.rowMadeAt(some.key(company), made.truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  private static void drain(LogPruning pruning) {
    boolean more = true;
    while (more) {
      more = pruning.next();
    }
  }

  private static HikariDataSource pool(String url, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setAutoCommit(autoCommit);
    return new HikariDataSource(config);
  }

  /** Connections that work, and are nothing else. */
  private static DataSource hiding(DataSource real) {
    return proxy(DataSource.class, real);
  }

  private static <T> T proxy(Class<T> type, T real) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          if (method.getName().equals("isWrapperFor")) {
            return false;
          }
          try {
            Object answer = method.invoke(real, arguments);
            return answer instanceof Connection connection
                ? proxy(Connection.class, connection)
                : answer;
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        }));
  }

  private static Handler listening(Queue<String> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        said.add(record.getMessage());
      }

      @Override
      public void flush() {
        // Nothing is held back.
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
