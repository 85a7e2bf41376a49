package io.keybearer.server.sink;

import io.keybearer.log.LogEntry;
import io.keybearer.log.LogSink;
import io.keybearer.server.rest.LogJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is logged to files of NDJSON: a line for each row as the API shows it, and one for what
 * completes a row that has its line already. A file is named for the time of its first line in UTC,
 * {@code keybearer-20260131T080000.000Z.ndjson}, ends with its day or when it is large enough, and the
 * oldest are deleted when there are too many. Each batch is on the disk when it is taken. For one
 * process a folder; for one thread at a time.
 */
public final class LogFiles implements LogSink {
  private static final String BEGINS = "keybearer-";
  private static final String ENDS = ".ndjson";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Terms terms;
  private final Clock clock;
  private @Nullable FileChannel file;
  private LocalDate day = LocalDate.EPOCH;
  private long length;
  private boolean closed;

  /**
   * Where the files are, and how many.
   *
   * @param folder made when it is not there
   * @param mostBytes how long a file gets, but for its last batch
   * @param kept how many files are kept, the current one included
   */
  public record Terms(Path folder, long mostBytes, int kept) {}

  /**
   * Opens the folder; the first file is made with the first line.
   *
   * @throws UncheckedIOException when it cannot be made
   */
  public LogFiles(Terms terms, Clock clock) {
    this.terms = terms;
    this.clock = clock;
    try {
      Files.createDirectories(terms.folder());
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "expected a folder to write files of the log in: " + terms.folder(), unusable);
    }
  }

  @Override
  public synchronized void take(List<LogEntry> entries) {
    if (closed) {
      throw new IllegalStateException("the files of the log are closed");
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (LogEntry entry : entries) {
      lines.writeBytes(
          entry instanceof LogEntry.Row made
              ? LogJson.text(made.row())
              : LogJson.text((LogEntry.Completion) entry));
      lines.write('\n');
    }
    try {
      append(ByteBuffer.wrap(lines.toByteArray()));
    } catch (IOException failure) {
      abandon();
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    abandon();
  }

  private void append(ByteBuffer lines) throws IOException {
    FileChannel to = current();
    long before = length;
    length += lines.remaining();
    try {
      while (lines.hasRemaining()) {
        to.write(lines);
      }
      to.force(false);
    } catch (IOException failure) {
      // Half a line would spoil the next one.
      to.truncate(before);
      throw failure;
    }
  }

  private FileChannel current() throws IOException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    FileChannel open = file;
    if (open != null && day.equals(today) && length < terms.mostBytes()) {
      return open;
    }
    abandon();
    FileChannel made =
        FileChannel.open(newFile(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    file = made;
    day = today;
    length = 0;
    deleteOldest();
    return made;
  }

  /** A name that is not taken: a millisecond later than one that is. */
  private Path newFile() {
    long millis = clock.millis();
    while (true) {
      Path path =
          terms.folder().resolve(BEGINS + STAMP.format(Instant.ofEpochMilli(millis)) + ENDS);
      if (!Files.exists(path)) {
        return path;
      }
      millis++;
    }
  }

  private void deleteOldest() throws IOException {
    try (Stream<Path> all = Files.list(terms.folder())) {
      List<Path> files = all.filter(LogFiles::isOurs).sorted().toList();
      for (Path old : files.subList(0, Math.max(0, files.size() - terms.kept()))) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static boolean isOurs(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(BEGINS) && name.endsWith(ENDS);
  }

  private void abandon() {
    FileChannel open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException unclosed) {
        throw new UncheckedIOException(unclosed);
      }
    }
  }
}
