package io.keybearer.benchmarks.log;

import com.sun.management.OperatingSystemMXBean;
import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.Median;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.log.LogSpool;
import io.keybearer.log.LogWriter;
import io.keybearer.log.SpoolStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Rows handed over to the spool until the last is acknowledged, beside the same bytes written to a
 * file in pieces of the same size, with an fdatasync each; then read again by the drain. In turns.
 */
public final class SpoolBenchmark {
  private static final int ROUNDS = 5;
  private static final int REPORTS = 1_000;
  private static final int ROWS_A_REPORT = 1_000;

  /** How many reports wait at once: as many as the writer takes in one batch, and as many again. */
  private static final int UNDER_WAY = 8;

  private static final int BATCH = 4_000;
  private static final long MOST_BYTES = 8L << 30;

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<List<LogEntry>> reports = MadeUpReports.reports(16, ROWS_A_REPORT);
  private final List<Double> spooled = new ArrayList<>();
  private final List<Double> processorTimes = new ArrayList<>();
  private final List<Double> raw = new ArrayList<>();
  private final List<Double> drained = new ArrayList<>();
  private final Path parent;
  private long bytes;

  private SpoolBenchmark(Path parent) {
    this.parent = parent;
  }

  /**
   * Runs it on the disk of a folder.
   *
   * @param words nothing, for the system's folder of temporary files, or a folder
   */
  public static void run(PrintStream out, List<String> words) throws IOException {
    Path parent = words.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir", "."))
        : Path.of(words.get(0));
    new SpoolBenchmark(parent).run(out);
  }

  private void run(PrintStream out) throws IOException {
    out.println("rows of the log into a spool below " + parent);
    out.println(Machine.facts());
    out.println();
    for (int round = 0; round <= ROUNDS; round++) {
      round();
      if (round == 0) { // to warm up
        List.of(spooled, processorTimes, raw, drained).forEach(List::clear);
      }
    }
    long rows = (long) REPORTS * ROWS_A_REPORT;
    out.printf("%,d rows of %d bytes, %d rounds%n", rows, bytes / rows, ROUNDS);
    out.printf("acknowledged       %,12.0f rows a second%n", Median.of(spooled));
    out.printf("processor time     %,12.0f ns a row, all threads%n", Median.of(processorTimes));
    out.printf("the bytes alone    %,12.0f rows a second%n", Median.of(raw));
    out.printf("share of that      %,12.2f%n", Median.of(spooled) / Median.of(raw));
    out.printf("read again         %,12.0f rows a second%n", Median.of(drained));
  }

  private void round() throws IOException {
    Path folder = Files.createTempDirectory(parent, "keybearer-spool");
    GatedLog store = new GatedLog();
    LogWriter writer = LogWriter.spooled(
            new LogSpool(folder, MOST_BYTES, 1),
            store,
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom())
        .start();
    long processorBefore = process.getProcessCpuTime();
    long start = System.nanoTime();
    handOver(writer);
    double rows = (double) REPORTS * ROWS_A_REPORT;
    spooled.add(rows * 1e9 / (System.nanoTime() - start));
    processorTimes.add((process.getProcessCpuTime() - processorBefore) / rows);
    bytes = writer.spool().map(SpoolStatus::bytes).orElseThrow();
    raw.add(rows * 1e9 / bytesAlone(folder.resolve("raw")));
    long drain = store.open((long) rows);
    drained.add(rows * 1e9 / drain);
    writer.close();
    Files.delete(folder);
  }

  private void handOver(LogWriter writer) {
    Deque<CompletableFuture<Set<LogId>>> underWay = new ArrayDeque<>();
    for (int i = 0; i < REPORTS; i++) {
      if (underWay.size() == UNDER_WAY) {
        underWay.remove().join();
      }
      underWay.add(writer.submit(reports.get(i % reports.size())));
    }
    underWay.forEach(CompletableFuture::join);
  }

  /** How long the same bytes take, in nanoseconds. */
  private long bytesAlone(Path file) throws IOException {
    int pieces = REPORTS * ROWS_A_REPORT / BATCH;
    ByteBuffer piece = ByteBuffer.allocateDirect((int) (bytes / pieces));
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < pieces; i++) {
        piece.clear();
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
        channel.force(false);
      }
    }
    long took = System.nanoTime() - start;
    Files.delete(file);
    return took;
  }
}
