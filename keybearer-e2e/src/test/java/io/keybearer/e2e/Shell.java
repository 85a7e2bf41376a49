package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs shell text in a folder, as a person would type it, and waits for its end. */
record Shell(Path folder, Map<String, String> environment) {
  private static final long PATIENCE_MINUTES = 10;

  /** What a command came to. */
  record Outcome(String command, int status, String out, String err) {
    /** Its output, when it ended well. */
    String succeeded() {
      assertThat(status).as("%s%n%s%n%s", command, out, err).isZero();
      return out;
    }
  }

  Outcome run(String command) {
    try {
      Path out = Files.createTempFile("keybearer", ".out");
      Path err = Files.createTempFile("keybearer", ".err");
      Process process = start(command)
          .redirectOutput(out.toFile())
          .redirectError(err.toFile())
          .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("not over after ten minutes: " + command);
      }
      Outcome outcome =
          new Outcome(command, process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  ProcessBuilder start(String command) {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-eu", "-c", command));
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(Shell::isOfKeybearer);
    builder.environment().putAll(environment);
    return builder;
  }

  private static boolean isOfKeybearer(String name) {
    return name.startsWith("KEYBEARER_") && !name.equals("KEYBEARER_MAVEN_REPO");
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void deleteRecursively(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
