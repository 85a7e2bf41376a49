package io.keybearer.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests run in. */
final class SourceTree {
  private SourceTree() {}

  /** The folder with the first pom. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("keybearer-core/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("expected to run inside the checkout");
      }
    }
    return folder;
  }

  /** The folders of all modules, by name. */
  static List<Path> modules() {
    return inOrder(children(root()).filter(folder -> Files.exists(folder.resolve("pom.xml"))));
  }

  /** The Java files under a folder of every module, such as {@code src/main}. */
  static List<Path> javaFiles(String under) {
    return inOrder(modules().stream()
        .map(module -> module.resolve(under))
        .filter(Files::isDirectory)
        .flatMap(SourceTree::below)
        .filter(file -> file.toString().endsWith(".java")));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** As it is written in a message: from the checkout's folder on. */
  static String name(Path file) {
    return root().relativize(file).toString();
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Path> inOrder(Stream<Path> paths) {
    return paths.sorted().toList();
  }
}
