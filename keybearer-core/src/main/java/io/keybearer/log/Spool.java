package io.keybearer.log;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a spool where entries are appended: each batch is one write and one fdatasync. What
 * could not be written whole is not in the spool; the next batch begins a new segment then, since
 * after a failed fdatasync nobody knows what a file holds. For one thread, but for {@link #trouble}.
 */
final class Spool {
  private static final System.Logger LOG = System.getLogger(Spool.class.getName());
  private static final long TRY_AGAIN = Duration.ofMillis(250).toNanos();

  /** What a spool stands on. */
  record Ground(Clock clock, LongSupplier nanoTime, SecureRandom random, SegmentFiles files) {
    /** A new id, a UUID of version 4. */
    SpoolId newId() {
      long high = (random.nextLong() & ~0xF000L) | 0x4000L;
      return new SpoolId(new UUID(high, (random.nextLong() >>> 2) | (1L << 63)));
    }
  }

  /** Makes the file of a segment. */
  @FunctionalInterface
  interface SegmentFiles {
    FileChannel create(Path file) throws IOException;
  }

  private final SpoolFolder folder;
  private final SpoolContents contents;
  private final SpoolRoom room;
  private final LogSpool bounds;
  private final Ground ground;
  private final RecordBuffer buffer = new RecordBuffer();
  private @Nullable FileChannel channel;
  private long base;
  private int salt;
  private long failedAt;
  private volatile @Nullable String trouble;

  /** Appends to a new folder. */
  Spool(
      SpoolFolder folder, SpoolContents contents, SpoolRoom room, LogSpool bounds, Ground ground) {
    this.folder = folder;
    this.contents = contents;
    this.room = room;
    this.bounds = bounds;
    this.ground = ground;
  }

  /**
   * Makes the first segment.
   *
   * @throws IOException when the folder cannot be written
   */
  void begin() throws IOException {
    open();
  }

  /** Whether nothing was ever appended. */
  boolean isUntouched() {
    return contents.end() <= Segment.HEADER;
  }

  /** Why it takes nothing at the moment; null when it does. */
  @Nullable
  String trouble() {
    return trouble;
  }

  /**
   * Appends a batch, all of it or nothing, and returns once it is on the disk.
   *
   * @throws KeybearerException {@code OVERLOADED} when it is full or cannot be written
   */
  void append(List<LogEntry> entries) {
    if (trouble != null && !mayTryAgain()) {
      throw new KeybearerException(ProblemCode.OVERLOADED);
    }
    try {
      FileChannel to = open();
      encode(entries);
      if (!room.has(buffer.size())) {
        throw refuse("it is full, with " + room.bytes() + " bytes of " + bounds.mostBytes());
      }
      write(to, buffer.content());
      to.force(false);
      contents.reach(contents.end() + buffer.size());
    } catch (IOException failure) {
      abandon();
      throw refuse("it cannot be written: " + failure);
    } finally {
      buffer.clear();
    }
    if (trouble != null) {
      trouble = null;
      LOG.log(System.Logger.Level.INFO, "the log''s spool {0} takes entries again", folder.path());
    }
  }

  /** Ends in good order, so that the next process need not speak of a gap. */
  void close() {
    FileChannel last = channel;
    if (last == null) {
      return;
    }
    try (last) {
      EntryForm.writeMark(buffer, EntryForm.END, ground.clock().millis(), salt);
      write(last, buffer.content());
      last.force(false);
      contents.reach(contents.end() + buffer.size());
    } catch (IOException unwritten) {
      LOG.log(System.Logger.Level.DEBUG, "the log's spool could not be ended", unwritten);
    } finally {
      buffer.clear();
      channel = null;
    }
  }

  private boolean mayTryAgain() {
    return ground.nanoTime().getAsLong() - failedAt >= TRY_AGAIN && room.hasAgain();
  }

  private void encode(List<LogEntry> entries) {
    EntryForm.writeMark(buffer, EntryForm.MARK, ground.clock().millis(), salt);
    for (LogEntry entry : entries) {
      EntryForm.write(buffer, entry, salt);
    }
  }

  /** The segment to write to: the last one, or a new one when that is long enough, or lost. */
  private FileChannel open() throws IOException {
    FileChannel last = channel;
    if (last != null) {
      if (contents.end() - base < bounds.segmentBytes()) {
        return last;
      }
      channel = null;
      last.close();
    }
    Segment next = Segment.in(folder.path(), contents.end());
    int itsSalt = ground.random().nextInt();
    Files.deleteIfExists(next.file());
    FileChannel made = ground.files().create(next.file());
    try {
      write(made, next.header(folder.id(), itsSalt));
      made.force(true);
      folder.force();
    } catch (IOException failure) {
      made.close();
      Files.deleteIfExists(next.file());
      throw failure;
    }
    contents.add(next);
    base = next.base();
    salt = itsSalt;
    channel = made;
    return made;
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /** Leaves a segment whose end is not known any more, and gives back the room behind it. */
  private void abandon() {
    FileChannel lost = channel;
    channel = null;
    if (lost != null) {
      try (lost) {
        lost.truncate(contents.end() - base);
      } catch (IOException again) {
        LOG.log(System.Logger.Level.DEBUG, "a segment could not be cut", again);
      }
    }
  }

  private KeybearerException refuse(String why) {
    failedAt = ground.nanoTime().getAsLong();
    if (trouble == null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the log''s spool {0} takes nothing: {1}. Reports are refused, and rows of verifications"
              + " are dropped and counted",
          folder.path(),
          why);
    }
    trouble = why;
    return new KeybearerException(ProblemCode.OVERLOADED);
  }
}
