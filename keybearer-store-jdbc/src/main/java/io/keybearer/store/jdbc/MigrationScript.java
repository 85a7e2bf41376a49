package io.keybearer.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One numbered SQL file of this jar.
 *
 * @param version its number, from 1
 * @param name its file's name without ending
 * @param statements in order
 * @param checksum SHA-256 of its text with plain line feeds, 64 hexadecimal digits
 */
record MigrationScript(int version, String name, List<String> statements, String checksum) {
  private static final Pattern COMMENT_LINE = Pattern.compile("(?m)^\\s*--.*$");
  private static final Pattern STATEMENT_END = Pattern.compile("(?m);[ \\t]*$");

  MigrationScript {
    statements = List.copyOf(statements);
  }

  static MigrationScript read(Dialect dialect, SchemaPart part, int version, String name) {
    String text = resource(dialect.folder() + "/" + part.title() + "/" + name + ".sql");
    return new MigrationScript(version, name, statements(text), checksum(text));
  }

  /** The table that remembers which migrations were applied. */
  static List<String> versionTable(Dialect dialect) {
    return statements(resource(dialect.folder() + "/schema_version.sql"));
  }

  private static String resource(String path) {
    try (InputStream stream = MigrationScript.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("expected " + path + " in the jar of keybearer-store-jdbc");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Statements end with a semicolon at the end of a line, and nothing else in these files does. */
  private static List<String> statements(String text) {
    String sql = COMMENT_LINE.matcher(text).replaceAll("");
    return Arrays.stream(STATEMENT_END.split(sql))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
