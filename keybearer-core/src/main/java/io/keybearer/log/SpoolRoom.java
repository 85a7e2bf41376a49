package io.keybearer.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The room that all spools of a process share. Once there was none, there is some again at seven
 * eighths, so that room is not found and lost by the moment. Safe for concurrent use.
 */
final class SpoolRoom {
  private final long mostBytes;
  private final List<SpoolContents> spools = new CopyOnWriteArrayList<>();
  private volatile Runnable giveBack = () -> {};

  /** Makes room for so many bytes. */
  SpoolRoom(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Says how what is kept without need is deleted. */
  void giveBackBy(Runnable deletion) {
    giveBack = deletion;
  }

  void add(SpoolContents contents) {
    spools.add(contents);
  }

  void remove(SpoolContents contents) {
    spools.remove(contents);
  }

  /** How many bytes are taken. */
  long bytes() {
    long sum = 0;
    for (SpoolContents spool : spools) {
      sum += spool.bytes();
    }
    return sum;
  }

  boolean has(long more) {
    if (bytes() + more > mostBytes) {
      giveBack.run();
    }
    return bytes() + more <= mostBytes;
  }

  /** Whether there is enough to speak of. */
  boolean hasAgain() {
    if (bytes() > mostBytes / 8 * 7) {
      giveBack.run();
    }
    return bytes() <= mostBytes / 8 * 7;
  }
}
