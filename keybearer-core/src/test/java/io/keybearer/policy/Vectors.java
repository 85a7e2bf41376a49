package io.keybearer.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Fixed cases in text files, and the seed of generated ones. */
final class Vectors {
  private Vectors() {}

  /** The lines of a file, split at {@code " | "}, their Java escapes opened; "" is empty. */
  static List<List<String>> read(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream(file)) {
      List<List<String>> vectors = new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(" \\| ", -1)).map(Vectors::open).toList())
          .toList();
      if (vectors.isEmpty()) {
        throw new IllegalStateException("no vectors in " + file);
      }
      return vectors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String open(String field) {
    return field.equals("\"\"") ? "" : field.translateEscapes();
  }

  /** A source of generated cases; {@code -Dkeybearer.seed=…} repeats a run. */
  static Random random() {
    long seed = Long.getLong("keybearer.seed", System.nanoTime());
    System.out.println("keybearer.seed=" + seed);
    return new Random(seed);
  }
}
