package io.keybearer.log;

import io.keybearer.log.SpoolContents.Stretch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The end of a spool where entries are read, in order, as far as they are on the disk. What is
 * damaged is passed over, counted, and said. For one thread, but for what it counts.
 */
final class SpoolSource implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SpoolSource.class.getName());
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int PATIENCE = 5;

  /**
   * Entries that follow each other.
   *
   * @param to the position behind them, and behind what was passed over
   */
  record Batch(List<LogEntry> entries, long to) {}

  private final SpoolId spool;
  private final SpoolContents contents;
  private final AtomicLong damaged;
  private @Nullable SegmentReader reader;
  private @Nullable Segment reading;
  private int failures;
  private long position;
  private volatile Instant appended;

  /**
   * Reads from the beginning.
   *
   * @param damaged counts stretches that could not be read
   * @param since since when anything can wait in it
   */
  SpoolSource(SpoolId spool, SpoolContents contents, AtomicLong damaged, Instant since) {
    this.spool = spool;
    this.contents = contents;
    this.damaged = damaged;
    this.appended = since;
  }

  /** Goes to a position. */
  void seek(long to) {
    close();
    position = to;
  }

  /** When the last entry that was read was appended: nothing older waits. */
  Instant appended() {
    return appended;
  }

  /**
   * Reads on.
   *
   * @param most how many entries at most; no more than some 4 MiB either
   * @throws IOException when the disk does not let itself be read; after some such attempts in a row
   *     the rest of the segment counts as damaged
   */
  Batch read(int most) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    long before = position;
    Optional<Stretch> stretch = contents.at(position);
    while (stretch.isPresent() && entries.size() < most && position - before < MOST_BYTES) {
      readFrom(stretch.get(), entries, most, before + MOST_BYTES);
      stretch = contents.at(position);
    }
    return new Batch(entries, position);
  }

  private void readFrom(Stretch stretch, List<LogEntry> entries, int most, long mostPosition)
      throws IOException {
    Segment segment = stretch.segment();
    try {
      SegmentReader from = open(segment);
      long end = stretch.end() - segment.base();
      ByteBuffer record = from.next(end);
      while (record != null) {
        position = segment.base() + from.offset();
        take(record, segment, entries);
        record = entries.size() < most && position < mostPosition ? from.next(end) : null;
      }
      say(segment, from.takeDamaged());
      if (from.offset() >= end) {
        position = stretch.end();
      }
      failures = 0;
    } catch (IOException unreadable) {
      close();
      if (!(unreadable instanceof NoSuchFileException) && ++failures < PATIENCE) {
        throw unreadable;
      }
      failures = 0;
      say(segment, 1);
      position = stretch.end();
    }
  }

  private void take(ByteBuffer record, Segment segment, List<LogEntry> entries) {
    byte kind = record.get(0);
    if (kind == EntryForm.MARK || kind == EntryForm.END) {
      appended = Instant.ofEpochMilli(record.getLong(1));
      return;
    }
    try {
      entries.add(EntryForm.read(record));
    } catch (UnreadableRecordException unknown) {
      say(segment, 1);
    }
  }

  private void say(Segment segment, long count) {
    if (count > 0) {
      damaged.addAndGet(count);
      LOG.log(
          System.Logger.Level.ERROR,
          "the log''s spool {0} is damaged in {1} places: what stood there is lost, what follows is"
              + " not",
          segment.file(),
          count);
    }
  }

  private SegmentReader open(Segment segment) throws IOException {
    SegmentReader open = reader;
    if (open == null || !segment.equals(reading)) {
      close();
      open = SegmentReader.open(segment, spool, position - segment.base());
      reader = open;
      reading = segment;
    }
    return open;
  }

  @Override
  public void close() {
    SegmentReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException unclosed) {
        LOG.log(System.Logger.Level.DEBUG, "a segment could not be closed", unclosed);
      }
    }
  }
}
