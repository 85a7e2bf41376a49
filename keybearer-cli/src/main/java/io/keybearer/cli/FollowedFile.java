package io.keybearer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that grows by lines, read from where it was read to before, also by another process. When
 * it was renamed and begun anew, what is left of the old one is read first, where that still lies
 * beside it; when it was cut, it is read from its beginning. For one thread.
 */
final class FollowedFile {
  private static final int MOST_LINES = 1_000;
  private static final int MOST_BYTES = 1024 * 1024;
  private static final Pattern POSITION = Pattern.compile("(\\d{1,18}) (\\S{0,200})\\s*");

  private final Path file;
  private final Path position;
  private long offset;
  private String identity = "";

  /**
   * Begins where a reader before has ended.
   *
   * @param position the file in which that is noted
   */
  FollowedFile(Path file, Path position) {
    this.file = file;
    this.position = position;
    try {
      Matcher noted = POSITION.matcher(Files.readString(position));
      if (noted.matches()) {
        offset = Long.parseLong(noted.group(1));
        identity = noted.group(2);
      }
    } catch (NoSuchFileException first) {
      offset = 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Lines that have not been read, and where the next begin.
   *
   * @param lines whole ones only, at most 1,000
   */
  record Batch(List<String> lines, String identity, long end) {
    /** Copies the lines. */
    Batch {
      lines = List.copyOf(lines);
    }

    /** Whether there is more to note than was noted before. */
    boolean isEmpty() {
      return lines.isEmpty();
    }
  }

  /** Reads on; an empty batch when there is nothing new yet. */
  Batch next() {
    try {
      Optional<String> current = identity(file);
      if (current.isEmpty()) {
        return new Batch(List.of(), identity, offset);
      }
      if (!identity.isEmpty() && !current.get().equals(identity)) {
        Batch rest = rest();
        if (!rest.isEmpty()) {
          return rest;
        }
        return read(file, current.get(), 0);
      }
      return read(file, current.get(), Files.size(file) < offset ? 0 : offset);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Notes that a batch is done with, so that no process reads it again. */
  void done(Batch batch) {
    offset = batch.end;
    identity = batch.identity;
    try {
      Path next = position.resolveSibling(position.getFileName() + ".new");
      Files.writeString(next, offset + " " + identity + "\n");
      Files.move(
          next, position, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What is left of the file that was renamed. */
  private Batch rest() throws IOException {
    Path renamed = file.resolveSibling(file.getFileName() + ".1");
    Optional<String> old = identity(renamed);
    return old.isPresent() && old.get().equals(identity) && Files.size(renamed) > offset
        ? read(renamed, identity, offset)
        : new Batch(List.of(), identity, offset);
  }

  private static Optional<String> identity(Path of) throws IOException {
    try {
      Object key = Files.readAttributes(of, BasicFileAttributes.class).fileKey();
      return Optional.of(key == null ? "file" : key.toString().replaceAll("\\s", ""));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private static Batch read(Path from, String identity, long start) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(from.toFile(), "r")) {
      bytes.seek(start);
      byte[] chunk = new byte[(int) Math.min(MOST_BYTES, Math.max(0, bytes.length() - start))];
      bytes.readFully(chunk);
      List<String> lines = new ArrayList<>();
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int end = 0;
      for (int i = 0; i < chunk.length && lines.size() < MOST_LINES; i++) {
        if (chunk[i] == '\n') {
          lines.add(line.toString(StandardCharsets.UTF_8));
          line.reset();
          end = i + 1;
        } else {
          line.write(chunk[i]);
        }
      }
      if (end == 0 && chunk.length == MOST_BYTES) {
        // No line of ours is as long as this: gone past.
        return new Batch(List.of(""), identity, start + chunk.length);
      }
      return new Batch(lines, identity, start + end);
    }
  }
}
