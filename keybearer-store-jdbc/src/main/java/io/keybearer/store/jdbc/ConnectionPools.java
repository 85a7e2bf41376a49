package io.keybearer.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections as the store likes them, for whoever has no pools of their own: one pool for the keys
 * and one for the log, so that writing the log never holds up a revocation, and with PostgreSQL one
 * connection more for each engine, which hears at once of what others commit. Waits at most 5 seconds
 * for a connection. Needs {@code com.zaxxer:HikariCP} and the product's driver ({@code
 * org.xerial:sqlite-jdbc} or {@code org.postgresql:postgresql}) on the class path. Safe for
 * concurrent use.
 */
public final class ConnectionPools implements AutoCloseable {
  private static final String POSTGRES_URL = "jdbc:postgresql:";
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** How long an answer is waited for; a statement about keys is a matter of milliseconds. */
  private static final Duration KEYS_ANSWER = Duration.ofSeconds(10);

  private static final Duration LOG_ANSWER = Duration.ofMinutes(1);
  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final int SQLITE_CONNECTIONS = 8;
  private static final int POSTGRES_CONNECTIONS = 10;
  private static final int LOG_CONNECTIONS = 4;

  /** In KiB, as SQLite wants it said, for each connection that uses so much. */
  private static final String LOG_CACHE = "-16000";

  /** In pages of 4 KiB: an index page is written once for many rows. */
  private static final String LOG_CHECKPOINT = "4000";

  private final HikariDataSource keys;
  private final HikariDataSource log;
  private final @Nullable Connector channels;

  private ConnectionPools(
      HikariDataSource keys, HikariDataSource log, @Nullable Connector channels) {
    this.keys = keys;
    this.log = log;
    this.channels = channels;
  }

  /**
   * Opens {@code keybearer.db} and {@code keybearer-log.db} in a folder. What is not there is made,
   * the folder with mode 0700 and the files with 0600 where the file system knows modes. A commit of
   * keys is on the disk when it returns; the log may lose its last moments when the machine (not the
   * process) fails.
   *
   * @throws UnusableDatabaseException when the pool or the driver is not on the class path
   * @throws UncheckedIOException when the folder or a file cannot be made
   */
  public static ConnectionPools sqlite(Path folder) {
    return sqlite(folder.resolve("keybearer.db"), SQLITE_CONNECTIONS);
  }

  /**
   * Opens a file of this name, and beside it one for the log whose name has {@code -log} before its
   * ending, as {@link #sqlite(Path)} does.
   *
   * @param file for example {@code data/keybearer.db}, whose log is {@code data/keybearer-log.db}
   * @param connections how many connections read and write keys
   * @throws UnusableDatabaseException when the address is another product's, or the pool or the
   *     driver is not on the class path
   * @throws UncheckedIOException when the folder or a file cannot be made
   */
  public static ConnectionPools sqlite(Path file, int connections) {
    require("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
    Path keysFile = file.toAbsolutePath().normalize();
    Path home = keysFile.resolveSibling(".").normalize();
    try {
      makeFolder(home);
      if (System.getProperty("org.sqlite.tmpdir") == null) {
        // The driver unpacks its native code here, where others cannot meddle with it.
        Path unpacked = home.resolve("tmp");
        makeFolder(unpacked);
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
      }
      require("org.sqlite.JDBC", "org.xerial:sqlite-jdbc");
      Path keys = madeFile(keysFile);
      Path log = madeFile(logBeside(keysFile));
      return new ConnectionPools(
          new HikariDataSource(sqlite("keybearer-keys", keys, "FULL", connections)),
          new HikariDataSource(sqliteLog(log)),
          null);
    } catch (IOException failure) {
      throw new UncheckedIOException("expected a folder to write in: " + home, failure);
    }
  }

  /**
   * Opens a PostgreSQL database for keys and log.
   *
   * @param url {@code jdbc:postgresql://host/database?user=…&password=…}; its parameters win over
   *     those set here
   * @throws UnusableDatabaseException when the address is another product's, or the pool or the
   *     driver is not on the class path
   */
  public static ConnectionPools postgres(String url) {
    return postgres(url, null, null, POSTGRES_CONNECTIONS);
  }

  /**
   * Opens a PostgreSQL database for keys and log.
   *
   * @param url {@code jdbc:postgresql://host/database}; its parameters win over those set here
   * @param user the role; null = as the address or the driver says
   * @param password its password; null = as the address or the driver says
   * @param connections how many connections read and write keys
   * @throws UnusableDatabaseException when the address is another product's, or the pool or the
   *     driver is not on the class path
   */
  public static ConnectionPools postgres(
      String url, @Nullable String user, @Nullable String password, int connections) {
    if (!url.startsWith(POSTGRES_URL)) {
      // Not repeated: an address may hold a password.
      throw new UnusableDatabaseException("expected an address that begins with " + POSTGRES_URL);
    }
    require("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
    require("org.postgresql.Driver", "org.postgresql:postgresql");
    return new ConnectionPools(
        postgresPool("keybearer-keys", url, user, password, connections, KEYS_ANSWER),
        postgresPool("keybearer-log", url, user, password, LOG_CONNECTIONS, LOG_ANSWER),
        () -> postgresConnection(url, user, password));
  }

  /** The connections to the database of the keys. */
  public DataSource keys() {
    return keys;
  }

  /** The connections to the database of the log. */
  public DataSource log() {
    return log;
  }

  /** Connections beside the pools that hear notifications; null when the product has none. */
  @Nullable
  Connector channels() {
    return channels;
  }

  /** Closes every connection of the pools. */
  @Override
  public void close() {
    keys.close();
    log.close();
  }

  /** Rows go into three trees of which one grows at its end: room for the leaves of the others. */
  private static HikariConfig sqliteLog(Path file) {
    HikariConfig config = sqlite("keybearer-log", file, "NORMAL", LOG_CONNECTIONS);
    config.addDataSourceProperty("cache_size", LOG_CACHE);
    config.addDataSourceProperty("wal_autocheckpoint", LOG_CHECKPOINT);
    return config;
  }

  private static HikariConfig sqlite(String name, Path file, String synchronous, int connections) {
    HikariConfig config = pool(name, "jdbc:sqlite:" + file, connections);
    config.addDataSourceProperty("synchronous", synchronous);
    config.addDataSourceProperty("busy_timeout", String.valueOf(WAIT.toMillis()));
    config.addDataSourceProperty("foreign_keys", "true");
    config.setMaxLifetime(0);
    return config;
  }

  private static HikariDataSource postgresPool(
      String name,
      String url,
      @Nullable String user,
      @Nullable String password,
      int connections,
      Duration answer) {
    HikariConfig config = pool(name, url, connections);
    config.setUsername(user);
    config.setPassword(password);
    config.setDataSourceProperties(postgresProperties(name, answer));
    return new HikariDataSource(config);
  }

  private static Connection postgresConnection(
      String url, @Nullable String user, @Nullable String password) throws SQLException {
    Properties properties = postgresProperties("keybearer-channel", LOG_ANSWER);
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(url, properties);
  }

  private static Properties postgresProperties(String name, Duration answer) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", String.valueOf(WAIT.toSeconds()));
    properties.setProperty("loginTimeout", String.valueOf(WAIT.toSeconds()));
    properties.setProperty("socketTimeout", String.valueOf(answer.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  private static HikariConfig pool(String name, String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(PROBE.toMillis());
    // A database that is away shows when it is asked, as any other time.
    config.setInitializationFailTimeout(-1);
    return config;
  }

  private static Path logBeside(Path file) {
    String name = String.valueOf(file.getFileName());
    int ending = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, ending) + "-log" + name.substring(ending));
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode(folder, "rwx------"));
    }
  }

  /** SQLite gives the files beside the database the same mode. */
  private static Path madeFile(Path file) throws IOException {
    try {
      return Files.createFile(file, mode(file, "rw-------"));
    } catch (FileAlreadyExistsException existing) {
      return file;
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static void require(String type, String artifact) {
    try {
      Class.forName(type);
    } catch (ClassNotFoundException absent) {
      throw new UnusableDatabaseException("expected " + artifact + " on the class path", absent);
    }
  }
}
