package io.keybearer.store.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The two sets of tables, which may stand in two databases, and the migrations of each. */
enum SchemaPart {
  /** Keys, companies, trail, feed, counters. */
  KEYS,
  /** The request log. */
  LOG;

  /** Its files in order, the first of which makes version 1. */
  private List<String> files() {
    return switch (this) {
      case KEYS -> List.of("0001_keys_trail_and_feed");
      case LOG -> List.of("0001_request_log");
    };
  }

  /** Its name in folders, in the table of versions and in messages. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The version that this Keybearer works with. */
  int newest() {
    return files().size();
  }

  /** Its migrations for one product, in order, from version 1. */
  List<MigrationScript> scripts(Dialect dialect) {
    return IntStream.rangeClosed(1, files().size())
        .mapToObj(
            version -> MigrationScript.read(dialect, this, version, files().get(version - 1)))
        .toList();
  }
}
