package io.keybearer.store.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The way from any older schema, or none, to this version's: numbered SQL files in this jar,
 * applied once each, in order, all of a part in one transaction, under a lock, and remembered with
 * their checksums in {@code keybearer_schema_version}. Touches no table whose name does not begin
 * with {@code keybearer_}. Safe for concurrent use, also by several processes.
 */
public final class SchemaMigration {
  private static final String VERSION_TABLE = "keybearer_schema_version";

  // Any number will do that is always the same and that nobody else locks.
  private static final long LOCK = 0x6b65_7962_6561_7265L;

  private static final String APPLIED = """
      SELECT v.version, v.checksum FROM keybearer_schema_version v WHERE v.part = ?
      """;

  private static final String REMEMBER = """
      INSERT INTO keybearer_schema_version (part, version, name, checksum, applied_at)
      VALUES (?, ?, ?, ?, ?)
      """;

  private final Database keys;
  private final Database log;

  SchemaMigration(Database keys, Database log) {
    this.keys = keys;
    this.log = log;
  }

  /**
   * A migration that was applied.
   *
   * @param part {@code keys} or {@code log}
   * @param version its number, from 1
   * @param name its file's name, for example {@code 0001_request_log}
   */
  public record Applied(String part, int version, String name) {}

  /**
   * Makes a migration of one database that holds keys and log.
   *
   * @throws UnusableDatabaseException when its product is not supported
   * @throws io.keybearer.problem.StoreUnavailableException when it does not answer
   */
  public static SchemaMigration of(DataSource keysAndLog) {
    return of(keysAndLog, keysAndLog);
  }

  /**
   * Makes a migration of the database of the keys and that of the log, which may be the same.
   *
   * @throws UnusableDatabaseException when a product is not supported
   * @throws io.keybearer.problem.StoreUnavailableException when one does not answer
   */
  public static SchemaMigration of(DataSource keys, DataSource log) {
    Clock clock = Clock.systemUTC();
    return new SchemaMigration(Database.of(keys, clock), Database.of(log, clock));
  }

  /**
   * Applies what is missing.
   *
   * @return what was applied, in order; empty when nothing was missing
   * @throws UnusableDatabaseException when the schema is newer than this version's, or was made by
   *     other files
   * @throws io.keybearer.problem.StoreUnavailableException when the database does not answer; what
   *     it had begun is undone
   */
  public List<Applied> migrate() {
    List<Applied> applied = new ArrayList<>(migrate(keys, SchemaPart.KEYS));
    applied.addAll(migrate(log, SchemaPart.LOG));
    return List.copyOf(applied);
  }

  /**
   * Checks that the schema is this version's, and changes nothing.
   *
   * @throws UnusableDatabaseException when it is older, newer, or was made by other files
   * @throws io.keybearer.problem.StoreUnavailableException when the database does not answer
   */
  public void check() {
    check(keys, SchemaPart.KEYS);
    check(log, SchemaPart.LOG);
  }

  private static void check(Database database, SchemaPart part) {
    List<MigrationScript> missing = database.read(session -> missing(session, part));
    if (!missing.isEmpty()) {
      throw new UnusableDatabaseException("the schema of the "
          + part.title()
          + " is at version "
          + (missing.get(0).version() - 1)
          + " and this Keybearer needs version "
          + part.newest()
          + ": run \"keybearer migrate\"");
    }
  }

  private static List<Applied> migrate(Database database, SchemaPart part) {
    // Looked at first without a lock, and without the rights that only a migration needs.
    if (database.read(session -> missing(session, part)).isEmpty()) {
      return List.of();
    }
    return database.longTransaction(session -> {
      session.dialect().lockNumber(session, LOCK);
      for (String statement : MigrationScript.versionTable(session.dialect())) {
        session.execute(statement);
      }
      List<Applied> applied = new ArrayList<>();
      for (MigrationScript script : missing(session, part)) {
        apply(session, part, script);
        applied.add(new Applied(part.title(), script.version(), script.name()));
      }
      return applied;
    });
  }

  private static void apply(Session session, SchemaPart part, MigrationScript script)
      throws SQLException {
    for (String statement : script.statements()) {
      session.execute(statement);
    }
    session.update(
        REMEMBER,
        p -> p.text(part.title())
            .number((long) script.version())
            .text(script.name())
            .text(script.checksum())
            .instant(session.dialect().storeTime(session)));
  }

  /** What is still to be applied, after a look at what has been. */
  private static List<MigrationScript> missing(Session session, SchemaPart part)
      throws SQLException {
    Map<Long, String> applied = applied(session, part);
    if (applied.keySet().stream().anyMatch(version -> version > part.newest())) {
      throw new UnusableDatabaseException("the schema of the "
          + part.title()
          + " is at version "
          + applied.keySet().stream().max(Long::compare).orElseThrow()
          + " and this Keybearer knows versions up to "
          + part.newest()
          + ": start a newer Keybearer");
    }
    List<MigrationScript> missing = new ArrayList<>();
    for (MigrationScript script : part.scripts(session.dialect())) {
      String checksum = applied.get((long) script.version());
      if (checksum == null) {
        missing.add(script);
      } else if (!checksum.equals(script.checksum())) {
        throw new UnusableDatabaseException("version "
            + script.version()
            + " of the schema of the "
            + part.title()
            + " was made by another file than "
            + script.name()
            + ".sql of this Keybearer: use the Keybearer that made it");
      }
    }
    return missing;
  }

  private static Map<Long, String> applied(Session session, SchemaPart part) throws SQLException {
    if (!session.dialect().hasTable(session, VERSION_TABLE)) {
      return Map.of();
    }
    Map<Long, String> applied = new TreeMap<>();
    session
        .list(
            APPLIED,
            p -> p.text(part.title()),
            row -> Map.entry(row.number("version"), row.text("checksum")))
        .forEach(entry -> applied.put(entry.getKey(), entry.getValue()));
    return applied;
  }
}
