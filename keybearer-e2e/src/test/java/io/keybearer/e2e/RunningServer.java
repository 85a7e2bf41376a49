package io.keybearer.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./keybearer serve} on a free port, from its first line to its end. */
final class RunningServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern KEY =
      Pattern.compile("\\b(kb_y_[0-9A-Za-z]{12}_[0-9A-Za-z]{49})\\b");
  private static final long PATIENCE_MINUTES = 10;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final String address;

  private RunningServer(Process process) {
    this.process = process;
    CompletableFuture<String> found = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(found), "server-output");
    reader.setDaemon(true);
    reader.start();
    address = await(found);
  }

  /** Starts a server; the settings are its environment. */
  static RunningServer start(Checkout checkout, Map<String, String> settings) {
    return start(checkout, settings, "exec ./keybearer serve");
  }

  /** Starts one by another command, which the server's process takes the place of. */
  static RunningServer start(Checkout checkout, Map<String, String> settings, String command) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("KEYBEARER_PORT", "0");
    try {
      return new RunningServer(new Shell(checkout.folder(), environment)
          .start(command)
          .redirectErrorStream(true)
          .start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The number of its process. */
  long pid() {
    return process.pid();
  }

  /** Where it answers. */
  String address() {
    return address;
  }

  /** Everything it has printed. */
  String output() {
    return String.join("\n", lines);
  }

  /** The keys that it has printed. */
  List<String> keysPrinted() {
    return keysIn(output());
  }

  /** The keys of the platform in a text. */
  static List<String> keysIn(String text) {
    return KEY.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Asks it to stop, as a service manager would, and waits until it has. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not stopped after 30 s: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private void read(CompletableFuture<String> found) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          found.complete(matcher.group(1));
        }
      }
      found.completeExceptionally(new AssertionError("ended without an address"));
    } catch (IOException failure) {
      found.completeExceptionally(failure);
    }
  }

  private String await(CompletableFuture<String> found) {
    try {
      return found.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException failure) {
      process.destroyForcibly();
      throw new AssertionError("the server did not start:\n" + output(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
