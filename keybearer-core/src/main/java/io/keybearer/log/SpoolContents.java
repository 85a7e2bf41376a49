package io.keybearer.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which segments a spool has and how far they reach, shared by who appends and who reads. Safe for
 * concurrent use.
 */
final class SpoolContents {
  private static final System.Logger LOG = System.getLogger(SpoolContents.class.getName());

  /** A segment, and when it was first seen to be wholly written, in nanoseconds. */
  private record Held(Segment segment, Optional<Long> writtenAt) {}

  /**
   * A segment and the position where it ends, as far as it is to be read.
   *
   * @param last whether more may be appended to it
   */
  record Stretch(Segment segment, long end, boolean last) {}

  private final List<Held> held = new ArrayList<>();
  private long end;

  /** How a spool was left. */
  record Left(SpoolContents contents, Optional<Instant> lastAppend, boolean inOrder) {}

  /**
   * Looks what a spool holds that nobody appends to any more: all of its segments, the last as far as
   * its last whole record. What is torn behind that is cut off.
   */
  static Left of(SpoolFolder folder) throws IOException {
    SpoolContents contents = new SpoolContents();
    List<Segment> segments = new ArrayList<>(folder.segments());
    Left left = new Left(contents, Optional.empty(), segments.isEmpty());
    while (!segments.isEmpty()) {
      Segment last = segments.get(segments.size() - 1);
      if (Files.size(last.file()) > Segment.HEADER) {
        left = contents.scan(last, folder.id());
        break;
      }
      // Whoever made it did not live to put anything in it.
      Files.delete(last.file());
      segments.remove(segments.size() - 1);
    }
    segments.forEach(segment -> contents.held.add(new Held(segment, Optional.empty())));
    return left;
  }

  private Left scan(Segment last, SpoolId spool) throws IOException {
    Optional<Instant> mark = Optional.empty();
    boolean inOrder = false;
    long whole = Segment.HEADER;
    try (SegmentReader reader = SegmentReader.open(last, spool, 0)) {
      long length = reader.length();
      for (ByteBuffer record = reader.next(length); record != null; record = reader.next(length)) {
        byte kind = record.get();
        inOrder = kind == EntryForm.END;
        if (inOrder || kind == EntryForm.MARK) {
          mark = Optional.of(Instant.ofEpochMilli(record.getLong()));
        }
        whole = reader.offset();
      }
      end = last.base() + (reader.isReadable() ? whole : length);
      if (reader.isReadable() && whole < length) {
        cut(last, whole, length);
      }
    }
    return new Left(this, mark, inOrder);
  }

  private static void cut(Segment segment, long whole, long length) throws IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "the last {0} bytes of the log''s spool {1} were not whole and are cut off",
        Long.toString(length - whole),
        segment.file());
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(whole);
    }
  }

  /** Adds a segment that was made at the end. */
  synchronized void add(Segment segment) {
    held.add(new Held(segment, Optional.empty()));
    end = segment.base() + Segment.HEADER;
  }

  /** Says that everything before a position is on the disk. */
  synchronized void reach(long position) {
    end = position;
  }

  /** The position behind all that is on the disk. */
  synchronized long end() {
    return end;
  }

  /** The position of the first byte that is there. */
  synchronized long begin() {
    return held.isEmpty() ? end : held.get(0).segment.base();
  }

  /** How many bytes there are. */
  synchronized long bytes() {
    return end - begin();
  }

  /** The segment that holds a position or, where none does, the next one. */
  synchronized Optional<Stretch> at(long position) {
    for (int i = 0; i < held.size(); i++) {
      boolean last = i == held.size() - 1;
      long ends = last ? end : held.get(i + 1).segment.base();
      if (position < ends) {
        return Optional.of(new Stretch(held.get(i).segment, ends, last));
      }
    }
    return Optional.empty();
  }

  /**
   * Takes off the segments that are wholly written, but for the last, once they have been for so
   * long.
   *
   * @param position up to where the store has everything
   */
  synchronized List<Segment> takeWritten(long position, long nanoTime, long keepNanos) {
    List<Segment> taken = new ArrayList<>();
    for (int i = 0; i + 1 < held.size() && held.get(i + 1).segment.base() <= position; i++) {
      long since = held.get(i).writtenAt.orElse(nanoTime);
      held.set(i, new Held(held.get(i).segment, Optional.of(since)));
      if (nanoTime - since >= keepNanos) {
        taken.add(held.get(i).segment);
      }
    }
    held.subList(0, taken.size()).clear();
    return taken;
  }

  /** Takes off all segments. */
  synchronized List<Segment> takeAll() {
    List<Segment> taken = held.stream().map(Held::segment).toList();
    held.clear();
    return taken;
  }
}
