package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/** A process of its own that adds keys to a folder and prints the prefix of each once it is in. */
final class KeyWriter {
  private KeyWriter() {}

  static Process start(Path folder, int keys) throws IOException {
    return of(System.getProperty("java.class.path"), folder, keys)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static ProcessBuilder of(String classPath, Path folder, int keys) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath,
        KeyWriter.class.getName(),
        folder.toString(),
        String.valueOf(keys));
  }

  public static void main(String[] arguments) {
    KeyFixtures some = new KeyFixtures(new Random().nextLong(), Clock.systemUTC());
    try (Store store = JdbcStore.sqlite(Path.of(arguments[0]))) {
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        ApiKey key = some.key(CompanyId.PLATFORM);
        insert(store, key);
        System.out.println(key.prefix());
        System.out.flush();
      }
    }
  }

  static void insert(Store store, ApiKey key) {
    KeyFixtures some =
        new KeyFixtures(key.id().value().getLeastSignificantBits(), Clock.systemUTC());
    store.write(tx -> {
      tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
      return key;
    });
  }
}
