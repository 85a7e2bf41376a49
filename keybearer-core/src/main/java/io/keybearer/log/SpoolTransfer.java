package io.keybearer.log;

import io.keybearer.log.SpoolSource.Batch;
import io.keybearer.problem.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The way of one spool into the store: batch after batch, each committed together with the position
 * behind it. After anything that went wrong the store is asked how far it is, so nothing is written
 * twice and nothing left out. For one thread.
 */
final class SpoolTransfer {
  private static final System.Logger LOG = System.getLogger(SpoolTransfer.class.getName());

  /** How many entries at once. */
  static final int BATCH = 4_000;

  /**
   * How long segments stay that are written: a store that loses its last moments (SQLite's log when
   * the machine fails, a replica that takes over) gets them again.
   */
  private static final Duration KEEP = Duration.ofMinutes(1);

  private static final int PATIENCE = 5;

  private final SpoolFolder folder;
  private final SpoolContents contents;
  private final SpoolSource source;
  private final LogDestination destination;
  private final LogCounts counts;

  /** The position that the store has; null when it has to be asked. */
  private @Nullable Long noted;

  /** The same, for who makes room; what was written stays so. */
  private volatile long written;

  private int limit = BATCH;
  private int failures;

  SpoolTransfer(
      SpoolFolder folder,
      SpoolContents contents,
      LogDestination destination,
      LogCounts counts,
      Instant since) {
    this.folder = folder;
    this.contents = contents;
    this.source = new SpoolSource(folder.id(), contents, counts.damaged, since);
    this.destination = destination;
    this.counts = counts;
  }

  SpoolContents contents() {
    return contents;
  }

  /** How many bytes are not known to be in the store. */
  long waiting() {
    return Math.max(0, contents.end() - Math.max(written, contents.begin()));
  }

  /** A time before which nothing was appended that waits. */
  Instant waitingSince() {
    return source.appended();
  }

  /**
   * Writes the next batch.
   *
   * @return how many entries were written; 0 also when something was passed over, or has to be tried
   *     again in smaller parts
   * @throws StoreUnavailableException when the store did not answer
   * @throws UncheckedIOException when the disk did not
   */
  int transfer(Instant now) {
    long from = noted == null ? resume() : noted;
    noted = null;
    Batch batch = read();
    if (batch.entries().isEmpty()) {
      noted = from;
      written = batch.to();
      return 0;
    }
    try {
      SpoolStep step = new SpoolStep(folder.id(), from, batch.to(), now);
      counts.unapplied.addAndGet(destination.append(batch.entries(), step).size());
    } catch (StoreUnavailableException down) {
      throw down;
    } catch (SpoolMovedException moved) {
      return 0; // the store is asked again
    } catch (RuntimeException unexpected) {
      narrow(batch, from, now, unexpected);
      return 0;
    }
    noted = batch.to();
    written = batch.to();
    limit = Math.min(BATCH, 2 * limit);
    failures = 0;
    counts.written.addAndGet(batch.entries().size());
    return batch.entries().size();
  }

  /** Asks the store how far it has this spool. */
  private long resume() {
    OptionalLong known = destination.spoolPosition(folder.id());
    long begin = contents.begin();
    if (contents.bytes() > 0 && known.orElse(begin) > contents.end()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the log''s spool {0} ends before what the database has of it; all of it is written again",
          folder.path());
      destination.forgetSpool(folder.id());
      known = OptionalLong.empty();
    }
    source.seek(Math.max(begin, known.orElse(begin)));
    written = Math.max(begin, known.orElse(begin));
    return known.orElse(begin);
  }

  private Batch read() {
    try {
      return source.read(limit);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Finds the one entry that the store cannot take, though it answers, by writing ever fewer; that
   * one is set aside after some attempts, since all others wait for it.
   */
  private void narrow(Batch batch, long from, Instant now, RuntimeException unexpected) {
    if (batch.entries().size() > 1) {
      limit = (batch.entries().size() + 1) / 2;
      return;
    }
    if (++failures < PATIENCE) {
      throw unexpected;
    }
    failures = 0;
    LogEntry entry = batch.entries().get(0);
    setAside(entry, from);
    destination.append(List.of(), new SpoolStep(folder.id(), from, batch.to(), now));
    counts.setAside.incrementAndGet();
  }

  private void setAside(LogEntry entry, long at) {
    try {
      AsideFile file = AsideFile.write(folder, entry, at);
      LOG.log(
          System.Logger.Level.ERROR,
          "an entry of the log could not be written, time and again; it is set aside in {0}",
          file.path());
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Whether all that was appended is in the store. */
  boolean isDone() {
    return noted != null && waiting() == 0;
  }

  /**
   * Deletes segments that have been written for a minute or, where room is needed, all of those. Safe
   * beside the others' thread.
   */
  void deleteWritten(long nanoTime, boolean needed) {
    delete(contents.takeWritten(written, nanoTime, needed ? 0 : KEEP.toNanos()));
  }

  /** Gives up the folder, for another process to go on with. */
  void leave() {
    source.close();
    try {
      folder.close();
    } catch (IOException unclosed) {
      LOG.log(System.Logger.Level.DEBUG, "the lock of a spool could not be given up", unclosed);
    }
  }

  /** Deletes the folder, all of which is written, and has the store forget it. */
  void finish() {
    delete(contents.takeAll());
    try {
      destination.forgetSpool(folder.id());
    } catch (StoreUnavailableException down) {
      LOG.log(System.Logger.Level.DEBUG, "a spool that is written could not be forgotten", down);
    }
    discard();
  }

  /** Deletes the folder, in which there is nothing that the store should have. */
  void discard() {
    source.close();
    delete(contents.takeAll());
    try {
      folder.delete();
    } catch (IOException left) {
      LOG.log(System.Logger.Level.DEBUG, "an empty spool could not be deleted", left);
      leave();
    }
  }

  private void delete(List<Segment> segments) {
    for (Segment segment : segments) {
      try {
        Files.deleteIfExists(segment.file());
      } catch (IOException left) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a segment of the log''s spool that is written could not be deleted: {0}",
            left.toString());
      }
    }
  }
}
