package io.keybearer.server;

import io.keybearer.lifecycle.IssuedKey;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands over a key of the platform that nobody asked for over HTTP: into a new file that only its
 * owner can read, or in print. Once, either way. For one thread.
 */
final class FirstKey {
  private final @Nullable Path file;
  private final PrintStream out;
  private boolean written;

  FirstKey(@Nullable Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Has a key made that is in its file before it is committed, so that none is made that nobody can
   * have. What is not made leaves no file.
   *
   * @param making makes the key, and tells of it before it is committed; perhaps more than once,
   *     when the database was busy
   */
  <T> T handOver(Function<Consumer<IssuedKey>, T> making) {
    try {
      return making.apply(this::beforeCommit);
    } catch (RuntimeException failure) {
      forget(failure);
      throw failure;
    }
  }

  private void beforeCommit(IssuedKey key) {
    if (file != null) {
      write(key, file);
      written = true;
    }
  }

  private void forget(RuntimeException failure) {
    try {
      if (file != null && written) {
        Files.deleteIfExists(file);
      }
    } catch (IOException undeletable) {
      failure.addSuppressed(undeletable);
    }
  }

  /** Says where the key is, or what it is, once it is committed. */
  void announce(IssuedKey key, String address) {
    out.println();
    if (file != null) {
      out.println("The first key of the platform, which may do everything, is in " + file);
    } else {
      out.println("The first key of the platform, which may do everything. It is not shown again:");
      out.println();
      out.println("  " + key.text().reveal());
    }
    out.println();
    out.println("Try it:");
    out.println();
    String value = file == null ? "the key above" : "$(cat " + file + ")";
    out.println("  export KEYBEARER_URL=" + address);
    out.println("  export KEYBEARER_KEY=\"" + value + "\"");
    out.println("  curl -s $KEYBEARER_URL/v1/self -H \"Authorization: Bearer $KEYBEARER_KEY\"");
    out.println();
    out.flush();
  }

  private void write(IssuedKey key, Path file) {
    byte[] text = (key.text().reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
    Set<StandardOpenOption> options = written
        ? Set.of(StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)
        : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, ownerOnly())) {
      channel.write(ByteBuffer.wrap(text));
    } catch (FileAlreadyExistsException there) {
      throw new UncheckedIOException(new IOException(
          "KEYBEARER_BOOTSTRAP_KEY_FILE: expected no file " + file + "; move it away", there));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(new IOException(
          "KEYBEARER_BOOTSTRAP_KEY_FILE: expected a place for a new file " + file, unwritable));
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
