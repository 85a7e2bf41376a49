package io.keybearer.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the log's table, read past the engine.
 *
 * @param statuses the status of each row by its id; absent for rows that nobody completed
 * @param repeated ids that stand there twice
 */
record LoggedRows(Map<String, Integer> statuses, Set<String> repeated) {
  private static final String ROWS = "SELECT id, status_code FROM keybearer_api_key_log";

  /** Reads all of it. */
  static LoggedRows of(String database) {
    String url = database.startsWith("jdbc:")
        ? database
        : "jdbc:sqlite:" + Path.of(database).resolve("keybearer-log.db");
    Map<String, Integer> statuses = new HashMap<>();
    Set<String> repeated = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet rows = connection.createStatement().executeQuery(ROWS)) {
      while (rows.next()) {
        String id = id(rows.getObject(1));
        if (statuses.put(id, rows.getInt(2)) != null) {
          repeated.add(id);
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return new LoggedRows(statuses, repeated);
  }

  /** The status of a row; null when it is not there. */
  @Nullable
  Integer status(String id) {
    return statuses.get(id);
  }

  private static String id(Object column) {
    if (column instanceof byte[] bytes) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
    return column.toString();
  }
}
