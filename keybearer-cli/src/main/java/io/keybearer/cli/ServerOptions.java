package io.keybearer.cli;

import io.keybearer.client.KeybearerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that speaks to a server. */
final class ServerOptions {
  private static final String URL = "KEYBEARER_URL";
  private static final String KEY = "KEYBEARER_KEY";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server (default: KEYBEARER_URL, or http://127.0.0.1:8787).")
  private @Nullable String url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file whose first line is the key to call with (default: KEYBEARER_KEY).")
  private @Nullable Path keyFile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long a call may take (default: 10).")
  private int timeout = 10;

  @Option(names = "--json", description = "Print the server's JSON, one document.")
  private boolean json;

  /** Makes a session with the server that the options and the environment name. */
  Session open(Terminal terminal) {
    Session.Capture capture = new Session.Capture();
    KeybearerClient.Builder client =
        KeybearerClient.builder().key(key(terminal)).listener(capture);
    try {
      Optional.ofNullable(url).or(() -> terminal.variable(URL)).ifPresent(client::url);
      client.timeout(Duration.ofSeconds(timeout));
    } catch (IllegalArgumentException wrong) {
      throw CommandFailedException.wrongUsage(
          "--url, KEYBEARER_URL or --timeout: " + wrong.getMessage());
    }
    return new Session(terminal, client.build(), capture, json);
  }

  private String key(Terminal terminal) {
    String key =
        keyFile == null ? terminal.variable(KEY).map(String::strip).orElse("") : firstLine(keyFile);
    if (key.isEmpty()) {
      throw CommandFailedException.notAuthenticated(
          "No key to call with. Set KEYBEARER_KEY, or name a file with --key-file.");
    }
    if (!key.matches("[!-~]{1,1024}")) {
      throw CommandFailedException.notAuthenticated(
          (keyFile == null ? KEY : "The key file") + " does not hold a key.");
    }
    return key;
  }

  private static String firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElse("");
    } catch (IOException unreadable) {
      throw CommandFailedException.wrongUsage("Cannot read the key file " + file + ".");
    }
  }
}
