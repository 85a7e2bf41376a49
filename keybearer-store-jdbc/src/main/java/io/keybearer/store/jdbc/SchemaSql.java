package io.keybearer.store.jdbc;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that {@link SchemaMigration} would do to an empty database, as one plain SQL text: for
 * teams whose own tool makes all tables. It notes what it did, so that an engine that only checks is
 * content with it. Without transaction of its own, since such tools bring theirs.
 */
public enum SchemaSql {
  /** For PostgreSQL. */
  POSTGRESQL("clock_timestamp()") {
    @Override
    Dialect dialect() {
      return new PostgresDialect();
    }
  },
  /** For SQLite. */
  SQLITE("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')") {
    @Override
    Dialect dialect() {
      // Only its files are read.
      return new SqliteDialect(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
  };

  private final String now;

  SchemaSql(String now) {
    this.now = now;
  }

  abstract Dialect dialect();

  /** The database of this name, {@code postgresql} or {@code sqlite}. */
  public static Optional<SchemaSql> of(String database) {
    for (SchemaSql known : values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(database)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The text: tables, first rows, and the note of each migration. Statements end with a semicolon. */
  public String text() {
    StringBuilder sql = new StringBuilder();
    sql.append("-- The tables of Keybearer, for an empty database or beside others.\n");
    MigrationScript.versionTable(dialect()).forEach(statement -> add(sql, statement));
    for (SchemaPart part : SchemaPart.values()) {
      for (MigrationScript script : part.scripts(dialect())) {
        sql.append("\n-- ")
            .append(part.title())
            .append(' ')
            .append(script.name())
            .append('\n');
        script.statements().forEach(statement -> add(sql, statement));
        add(sql, noted(part, script));
      }
    }
    return sql.toString();
  }

  private static void add(StringBuilder sql, String statement) {
    sql.append(statement).append(";\n");
  }

  /** Part, name and checksum are ours: letters, digits and underscores. */
  private String noted(SchemaPart part, MigrationScript script) {
    return """
        INSERT INTO keybearer_schema_version (part, version, name, checksum, applied_at)
        VALUES ('%s', %d, '%s', '%s', %s)""".formatted(part.title(), script.version(), script.name(), script.checksum(), now);
  }
}
