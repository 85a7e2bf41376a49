package io.keybearer.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Spools of processes that are gone: those before this one, and those beside it that died. Looking
 * is for one thread, the rest for any.
 */
final class LeftSpools {
  private static final System.Logger LOG = System.getLogger(LeftSpools.class.getName());

  private final Path parent;
  private final SpoolRoom room;
  private final LogDestination destination;
  private final LogCounts counts;
  private final Clock clock;
  private final List<SpoolTransfer> transfers = new CopyOnWriteArrayList<>();

  LeftSpools(
      Path parent, SpoolRoom room, LogDestination destination, LogCounts counts, Clock clock) {
    this.parent = parent;
    this.room = room;
    this.destination = destination;
    this.counts = counts;
    this.clock = clock;
  }

  /** Takes those that nobody has, and says of each what is known of its process's end. */
  void look() throws IOException {
    for (SpoolFolder folder : SpoolFolder.claimAll(parent)) {
      try {
        take(folder);
      } catch (IOException unreadable) {
        folder.close();
        throw unreadable;
      }
    }
  }

  private void take(SpoolFolder folder) throws IOException {
    SpoolContents.Left left = SpoolContents.of(folder);
    Instant last = left.lastAppend().orElseGet(clock::instant);
    if (!left.inOrder()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the process with the log''s spool {0} ended without notice, last heard of at {1}: up to"
              + " {2} ms of its verifications may be missing from the log, and nothing acknowledged",
          folder.path(),
          last,
          LogWriter.BEHIND.toMillis());
    }
    room.add(left.contents());
    transfers.add(new SpoolTransfer(folder, left.contents(), destination, counts, last));
  }

  List<SpoolTransfer> transfers() {
    return transfers;
  }

  /** Gives up those that are not wholly written, for the next process. */
  void leave() {
    transfers.forEach(SpoolTransfer::leave);
  }

  /** Deletes one that is wholly written. */
  void finish(SpoolTransfer transfer) {
    LOG.log(System.Logger.Level.INFO, "a spool of the log that was left behind is written");
    transfers.remove(transfer);
    room.remove(transfer.contents());
    transfer.finish();
  }
}
