package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnknownDatabaseTest {
  @TempDir
  Path folder;

  @Test
  void stopsAndNamesTheProductsThatItKnows() {
    try (ConnectionPools pools = ConnectionPools.sqlite(folder)) {
      DataSource other = answering(
          DataSource.class,
          pools.keys(),
          "getConnection",
          connection -> answering(
              Connection.class,
              (Connection) connection,
              "getMetaData",
              data -> answering(
                  DatabaseMetaData.class,
                  (DatabaseMetaData) data,
                  "getDatabaseProductName",
                  name -> "MySQL")));
      assertThatThrownBy(() -> JdbcStore.open(other))
          .isInstanceOf(UnusableDatabaseException.class)
          .hasMessage("expected a database of SQLite or PostgreSQL, found MySQL");
    }
  }

  /** What the real one answers, but for one method. */
  private static <T> T answering(Class<T> type, T real, String method, Answer answer) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader() == null
            ? UnknownDatabaseTest.class.getClassLoader()
            : type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, called, arguments) -> {
          try {
            Object result = called.invoke(real, arguments);
            return called.getName().equals(method) ? answer.insteadOf(result) : result;
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        }));
  }

  private interface Answer {
    Object insteadOf(Object answer);
  }
}
