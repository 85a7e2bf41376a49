package io.keybearer.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A log that is spooled: entries end on the disk, and a drain brings them into the store. */
final class SpooledLog implements LogOutlet {
  private static final System.Logger LOG = System.getLogger(SpooledLog.class.getName());

  /** Leaves half of what rows may be behind for two appends. */
  private static final Duration LINGER = LogWriter.BEHIND.dividedBy(2);

  private final LogSpool bounds;
  private final LogCounts counts;
  private final SpoolRoom room;
  private final LeftSpools left;
  private final SpoolTransfer own;
  private final Spool spool;
  private final SpoolDrain drain;

  /**
   * Opens a new spool, and takes those that were left in its parent.
   *
   * @throws UncheckedIOException when the folder cannot be used
   */
  SpooledLog(LogSpool bounds, LogDestination destination, LogCounts counts, Spool.Ground ground) {
    this.bounds = bounds;
    this.counts = counts;
    this.room = new SpoolRoom(bounds.mostBytes());
    this.left = new LeftSpools(bounds.folder(), room, destination, counts, ground.clock());
    SpoolContents contents = new SpoolContents();
    try {
      left.look();
      SpoolFolder folder = SpoolFolder.make(bounds.folder(), ground::newId);
      own = new SpoolTransfer(
          folder, contents, destination, counts, ground.clock().instant());
      spool = new Spool(folder, contents, room, bounds, ground);
      spool.begin();
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "expected a folder to write the log's spool in: " + bounds.folder(), unusable);
    }
    room.add(contents);
    room.giveBackBy(() -> own.deleteWritten(ground.nanoTime().getAsLong(), true));
    DrainPace pace = new DrainPace(
        bounds.drainShare(),
        bounds.mostBytes(),
        new IdleProcessors(IdleProcessors.ofSystem(), ground.nanoTime()));
    drain = new SpoolDrain(own, left, destination, counts, pace, ground);
  }

  @Override
  public Duration linger() {
    return LINGER;
  }

  @Override
  public void start() {
    drain.start();
  }

  @Override
  public List<LogId> write(List<LogEntry> entries) {
    spool.append(entries);
    drain.wake();
    return List.of();
  }

  @Override
  public Optional<SpoolStatus> status() {
    return Optional.of(new SpoolStatus(
        room.bytes(),
        bounds.mostBytes(),
        drain.waiting(),
        drain.behind(),
        spool.trouble() == null,
        counts.damaged.get(),
        counts.setAside.get()));
  }

  /** Brings into the store what can be brought in ten seconds; the rest is for the next start. */
  @Override
  public void close() {
    drain.stop();
    boolean done = drain.hasEnded() && own.isDone();
    spool.close();
    left.leave();
    if (spool.isUntouched()) {
      own.discard();
      return;
    }
    if (done) {
      own.finish();
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} bytes of the log wait in {1} for the next start",
        own.waiting(),
        bounds.folder());
    own.leave();
  }
}
