package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  @Test
  void refusesAnotherProductsAddressWithoutRepeatingIt() {
    assertThatThrownBy(() -> JdbcStore.postgres("jdbc:mysql://host/db?password=hush"))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessage("expected an address that begins with jdbc:postgresql:");
  }

  @Test
  void saysWhichArtifactIsMissing() throws Exception {
    assertThat(errorsWithout("HikariCP"))
        .contains("UnusableDatabaseException: expected com.zaxxer:HikariCP on the class path");
    assertThat(errorsWithout("sqlite-jdbc"))
        .contains("UnusableDatabaseException: expected org.xerial:sqlite-jdbc on the class path");
  }

  private String errorsWithout(String jar) throws IOException {
    String classPath = Arrays.stream(
            System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
        .filter(entry -> !entry.contains(jar))
        .collect(Collectors.joining(File.pathSeparator));
    Process writer = KeyWriter.of(classPath, folder, 1).start();
    try (InputStream errors = writer.getErrorStream()) {
      return new String(errors.readAllBytes(), StandardCharsets.UTF_8);
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
