package io.keybearer.benchmarks.log;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.OwnPostgres;
import io.keybearer.benchmarks.TemporaryFolder;
import io.keybearer.store.jdbc.ConnectionPools;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.store.jdbc.SchemaMigration;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The ingest of log rows through the store, beside text COPY on PostgreSQL and a raw batch of INSERT
 * on SQLite, both into a table of the same migration.
 */
public final class LogBenchmark {
  private static final int ROWS = 40_000;
  private static final int ROUNDS = 9;
  private static final int WARM_UP = 2;

  /** As many as the writer takes at once. */
  private static final int BATCH = 4_000;

  private static final long SEED = 20_261_127;

  private final PrintStream out;
  private final int rows;
  private final Instant now = Clock.systemUTC().instant();

  private LogBenchmark(PrintStream out, int rows) {
    this.out = out;
    this.rows = rows;
  }

  /**
   * Runs it.
   *
   * @param words nothing, or how many rows a round has, from 4000
   * @throws IllegalArgumentException when the words say something else
   */
  public static void run(PrintStream out, List<String> words) throws IOException {
    if (words.size() > 1 || !words.stream().allMatch(word -> word.matches("[1-9][0-9]{3,6}"))) {
      throw new IllegalArgumentException("expected 1000 to 9999999 rows a round, got " + words);
    }
    int rows = words.isEmpty() ? ROWS : Integer.parseInt(words.get(0));
    try {
      new LogBenchmark(out, rows).run();
    } catch (SQLException failure) {
      throw new IllegalStateException("the database failed", failure);
    }
  }

  private void run() throws IOException, SQLException {
    out.printf(
        "%,d log rows a round in batches of %,d, medians of %d rounds%n", rows, BATCH, ROUNDS);
    out.println(Machine.facts());
    out.println();
    postgres();
    out.println();
    sqlite();
  }

  private void postgres() throws IOException, SQLException {
    try (OwnPostgres server = OwnPostgres.start();
        ConnectionPools raw = ConnectionPools.postgres(server.newSchema("raw"));
        JdbcStore store = JdbcStore.postgres(server.newSchema("ours"));
        JdbcStore rawStore = JdbcStore.builder(raw.keys()).log(raw.log()).open();
        Connection connection = raw.log().getConnection()) {
      store.log().makeReady(now);
      rawStore.log().makeReady(now);
      out.println("PostgreSQL, every commit on the disk");
      measure(
          new Contender("text COPY", new TextCopy(connection)::write), store, server::processes);
    }
  }

  private void sqlite() throws IOException, SQLException {
    try (TemporaryFolder folder = TemporaryFolder.create();
        ConnectionPools raw = ConnectionPools.sqlite(folder.path().resolve("raw"));
        JdbcStore store = JdbcStore.sqlite(folder.path().resolve("ours"))) {
      SchemaMigration.of(raw.keys(), raw.log()).migrate();
      try (Connection connection = raw.log().getConnection()) {
        out.println("SQLite, synchronous=NORMAL");
        measure(
            new Contender("raw batch of INSERT", new RawInsert(connection)::write),
            store,
            Stream::empty);
      }
    }
  }

  private void measure(Contender floor, JdbcStore store, Supplier<Stream<ProcessHandle>> database)
      throws SQLException {
    MadeUpRows made = new MadeUpRows(SEED, now);
    Ingest ingest = new Ingest(List.of(floor, Contender.of(store.log())), database);
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      ingest.round(round, made.next(rows, BATCH));
    }
    ingest.print(out);
  }
}
