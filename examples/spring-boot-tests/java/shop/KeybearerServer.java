package shop;

import io.keybearer.Keybearer;
import io.keybearer.store.jdbc.JdbcStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A Keybearer server in a process of its own, with its own libraries, and an engine over the same
 * files, by which a test sees and changes what the server has.
 */
final class KeybearerServer implements AutoCloseable {
  private static final String LISTENS = "Keybearer listens on ";
  private static final Path CLASS_PATH =
      Path.of("..", "..", "keybearer-spring-boot", "target", "server-classpath");
  private static final Path SOURCE = Path.of("..", "spring-boot-tests", "server", "Serve.java");

  private final Process process;
  private final String url;
  private final Keybearer engine;

  private KeybearerServer(Process process, String url, Keybearer engine) {
    this.process = process;
    this.url = url;
    this.engine = engine;
  }

  static KeybearerServer start(Path folder) throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new AssertionError(
          "expected keybearer-spring-boot to be built before, with -Pexamples and -am");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder = new ProcessBuilder(
        java.toString(), "-cp", Files.readString(CLASS_PATH).strip(), SOURCE.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("KEYBEARER_"));
    builder.environment().put("KEYBEARER_PORT", "0");
    builder.environment().put("KEYBEARER_DATA", folder.resolve("data").toString());
    builder.environment().put(
        "KEYBEARER_BOOTSTRAP_KEY_FILE", folder.resolve("first-key").toString());
    builder.redirectError(folder.resolve("server.log").toFile());
    Process process = builder.start();
    String url = address(process);
    return new KeybearerServer(
        process, url, Keybearer.open(JdbcStore.sqlite(folder.resolve("data"))));
  }

  private static String address(Process process) throws IOException {
    BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null) {
      if (line.startsWith(LISTENS)) {
        return line.substring(LISTENS.length()).strip();
      }
      line = out.readLine();
    }
    throw new AssertionError("expected the server to say where it listens");
  }

  String url() {
    return url;
  }

  Keybearer engine() {
    return engine;
  }

  @Override
  public void close() {
    engine.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
