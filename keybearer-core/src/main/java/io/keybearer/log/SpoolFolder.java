package io.keybearer.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The folder of one spool, named by the spool's id and locked by the process that uses it. Where the
 * file system knows modes, folders are made with 0700 and files with 0600: rows speak of people.
 */
final class SpoolFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 10;
  private static final boolean MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /**
   * Folders that this process has, whatever class loaders its parts are of. The lock does not tell: to
   * open and close the locked file once more, as looking at it would, gives it up on POSIX.
   */
  private static final Properties HELD = System.getProperties();

  private final Path path;
  private final SpoolId id;
  private final FileChannel lockFile;

  private SpoolFolder(Path path, SpoolId id, FileChannel lockFile) {
    this.path = path;
    this.id = id;
    this.lockFile = lockFile;
  }

  /**
   * Makes a new one.
   *
   * @param ids what it may be called; another process, looking for what was left, may be quicker
   *     than the lock
   */
  static SpoolFolder make(Path parent, Supplier<SpoolId> ids) throws IOException {
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent, mode("rwx------"));
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<SpoolFolder> made = make(parent.toRealPath().resolve(ids.get().toString()));
      if (made.isPresent()) {
        force(parent);
        return made.get();
      }
    }
    throw new IOException("other processes took every new folder in " + parent);
  }

  private static Optional<SpoolFolder> make(Path path) throws IOException {
    Files.createDirectory(path, mode("rwx------"));
    Files.createFile(path.resolve(LOCK), mode("rw-------"));
    return claim(path);
  }

  /** Every folder below this one that is a spool which no process uses, now locked. */
  static List<SpoolFolder> claimAll(Path parent) throws IOException {
    List<SpoolFolder> claimed = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(parent.toRealPath())) {
      for (Path path : inside) {
        claim(path).ifPresent(claimed::add);
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    claimed.sort(Comparator.comparing(folder -> folder.path));
    return claimed;
  }

  /** Locks a folder, unless it is no spool, or somebody has it, or had it and deleted it. */
  private static Optional<SpoolFolder> claim(Path path) throws IOException {
    Optional<UUID> id = LogId.parse(path.getFileName().toString()).map(LogId::value);
    if (id.isEmpty() || HELD.putIfAbsent(heldAs(path), "") != null) {
      return Optional.empty();
    }
    Optional<FileChannel> locked = Optional.empty();
    try {
      locked = lock(path.resolve(LOCK));
      return locked.map(channel -> new SpoolFolder(path, new SpoolId(id.get()), channel));
    } finally {
      if (locked.isEmpty()) {
        HELD.remove(heldAs(path));
      }
    }
  }

  private static Optional<FileChannel> lock(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
    FileLock lock = channel.tryLock();
    if (lock != null && Files.exists(file)) {
      return Optional.of(channel);
    }
    channel.close();
    return Optional.empty();
  }

  private static String heldAs(Path path) {
    return "keybearer.spool:" + path;
  }

  Path path() {
    return path;
  }

  SpoolId id() {
    return id;
  }

  /** The segments that are there, in order. */
  List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      files.forEach(file -> Segment.of(file).ifPresent(segments::add));
    }
    segments.sort(Comparator.comparingLong(Segment::base));
    return segments;
  }

  /** Makes a file that is not there, to be written; its name is kept once {@link #force} is done. */
  static FileChannel create(Path file) throws IOException {
    Files.createFile(file, mode("rw-------"));
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Brings the names in the folder to the disk. */
  void force() throws IOException {
    force(path);
  }

  private static void force(Path folder) throws IOException {
    if (MODES) { // where there are none, a folder cannot be opened either
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Deletes the folder, which must be empty but for the lock, and gives it up. */
  void delete() throws IOException {
    Files.deleteIfExists(path.resolve(LOCK));
    Files.deleteIfExists(path);
    close();
  }

  /** Gives it up, for the next process. */
  @Override
  public void close() throws IOException {
    lockFile.close();
    HELD.remove(heldAs(path));
  }

  private static FileAttribute<?>[] mode(String mode) {
    return MODES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
