package io.keybearer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A copy of the checkout under test, with nothing built in it: what a clone would hold, so that the
 * scripts of the product build and run as they do for a stranger, and nothing of this build is
 * touched. Made once for each test JVM.
 */
final class Checkout {
  private static final Checkout COPY = new Checkout();

  private final Path source = findSource();
  private final Path folder;

  private Checkout() {
    try {
      folder = Files.createTempDirectory("keybearer checkout");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Shell.deleteRecursively(folder)));
      for (String file : sources()) {
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(source.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Checkout copy() {
    return COPY;
  }

  Path folder() {
    return folder;
  }

  String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<String> sources() {
    String list = new Shell(source, Map.of())
        .run("git -c safe.directory='*' ls-files -co --exclude-standard")
        .succeeded();
    return list.lines()
        .filter(file -> Files.isRegularFile(source.resolve(file)))
        .toList();
  }

  private static Path findSource() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("keybearer-e2e"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("expected to run inside the checkout");
      }
    }
    return folder;
  }
}
