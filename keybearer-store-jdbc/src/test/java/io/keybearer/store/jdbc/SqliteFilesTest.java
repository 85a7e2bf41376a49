package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's two files: who may read them, several processes on them, and the end of a process. */
final class SqliteFilesTest {
  @TempDir
  Path folder;

  @Test
  void opensInThreeLinesAndKeepsItAll() {
    ApiKey key = new KeyFixtures(1, Clock.systemUTC()).key(CompanyId.PLATFORM);
    try (Store store = JdbcStore.sqlite(folder.resolve("data"))) {
      KeyWriter.insert(store, key);
    }
    try (Store store = JdbcStore.sqlite(folder.resolve("data"))) {
      assertThat(store.findKey(Reach.everywhere(), key.id())).contains(key);
    }
  }

  @Test
  void keepsFolderAndFilesFromOthers() throws IOException {
    Path home = folder.resolve("new/data");
    try (Store store = JdbcStore.sqlite(home)) {
      KeyWriter.insert(store, new KeyFixtures(2, Clock.systemUTC()).key(CompanyId.PLATFORM));
      assertThat(mode(home)).isEqualTo("rwx------");
      for (String file : List.of("keybearer.db", "keybearer.db-wal", "keybearer-log.db")) {
        assertThat(mode(home.resolve(file))).as(file).isEqualTo("rw-------");
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void setsWhatMakesACommitLast() throws SQLException {
    try (ConnectionPools pools = ConnectionPools.sqlite(folder)) {
      JdbcStore.open(pools.keys(), pools.log()).close();
      assertThat(Sql.texts(pools.keys(), "PRAGMA journal_mode")).containsExactly("wal");
      assertThat(Sql.texts(pools.log(), "PRAGMA journal_mode")).containsExactly("wal");
      assertThat(Sql.texts(pools.keys(), "PRAGMA synchronous")).as("FULL").containsExactly("2");
      assertThat(Sql.texts(pools.log(), "PRAGMA synchronous")).as("NORMAL").containsExactly("1");
      assertThat(Sql.texts(pools.keys(), "PRAGMA foreign_keys")).containsExactly("1");
      assertThat(Sql.texts(pools.keys(), "PRAGMA busy_timeout")).containsExactly("5000");
    }
  }

  @Test
  void numbersTheWritesOfSeveralProcessesWithoutGaps() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writers.add(KeyWriter.start(folder, 40));
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }
    try (Store store = JdbcStore.sqlite(folder)) {
      FeedReading feed = store.readFeed(0, 1000);
      assertThat(feed.head()).isEqualTo(120);
      assertThat(feed.changes())
          .extracting(Change::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 120).boxed().toList());
      assertThat(feed.changes()).extracting(Change::lookup).doesNotHaveDuplicates();
    }
  }

  @Test
  void keepsWhatItAcknowledgedWhenItsProcessIsKilled() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    Process writer = KeyWriter.start(folder, 100_000);
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged.size() < 100) {
        acknowledged.add(lines.readLine());
      }
      // Killed by its handle, since Process would close the stream that is still to be read.
      assertThat(writer.toHandle().destroyForcibly()).isTrue();
      writer.waitFor();
      // The last line may be half of one.
      lines.lines().filter(line -> line.length() == 12).forEach(acknowledged::add);
    }
    try (Store store = JdbcStore.sqlite(folder)) {
      for (String prefix : acknowledged) {
        assertThat(store.findByLookup(prefix)).as(prefix).isPresent();
      }
      KeyWriter.insert(store, new KeyFixtures(3, Clock.systemUTC()).key(CompanyId.PLATFORM));
    }
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Files.writeString(folder.resolve("keybearer.db"), "not a database ".repeat(1000));
    assertThatThrownBy(() -> JdbcStore.sqlite(folder))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
