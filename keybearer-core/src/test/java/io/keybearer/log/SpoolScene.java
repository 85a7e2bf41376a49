package io.keybearer.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A spool in a folder, without threads: what is appended can be read at once, or after a crash. */
final class SpoolScene {
  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  final Path parent;
  final AtomicLong nanos = new AtomicLong();
  final AtomicLong damaged = new AtomicLong();
  final SpoolContents contents = new SpoolContents();
  final FaultyFiles files = new FaultyFiles();
  final SpoolRoom room;
  final SpoolFolder folder;
  final Spool spool;

  SpoolScene(Path parent, long mostBytes) {
    this.parent = parent;
    Spool.Ground ground =
        new Spool.Ground(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get, new SecureRandom(), files);
    room = new SpoolRoom(mostBytes);
    room.add(contents);
    try {
      folder = SpoolFolder.make(parent, ground::newId);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
    spool = new Spool(folder, contents, room, new LogSpool(parent, mostBytes, 1), ground);
  }

  SpoolScene(Path parent) {
    this(parent, LogSpool.DEFAULT_BYTES);
  }

  /** Everything that this process can read of it. */
  List<LogEntry> read() {
    return read(folder, contents, damaged);
  }

  /** Ends as a killed process does: nothing is said, the lock is gone. */
  void crash() {
    try {
      folder.close();
    } catch (IOException unclosed) {
      throw new UncheckedIOException(unclosed);
    }
  }

  /** What the next process finds. */
  SpoolContents.Left reopen() {
    try (SpoolFolder claimed = claim()) {
      return SpoolContents.of(claimed);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Everything that the next process reads. */
  List<LogEntry> readAgain() {
    return read(folder, reopen().contents(), damaged);
  }

  private SpoolFolder claim() throws IOException {
    return SpoolFolder.claimAll(parent).get(0);
  }

  private static List<LogEntry> read(
      SpoolFolder folder, SpoolContents contents, AtomicLong damaged) {
    List<LogEntry> all = new ArrayList<>();
    try (SpoolSource source = new SpoolSource(folder.id(), contents, damaged, NOW)) {
      long before = -1;
      while (before < contents.end()) {
        SpoolSource.Batch batch = source.read(7);
        all.addAll(batch.entries());
        if (batch.to() == before) {
          break;
        }
        before = batch.to();
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return all;
  }

  /** Its files, in order. */
  List<Path> segments() {
    try (Stream<Path> inside = Files.list(folder.path())) {
      return inside.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
