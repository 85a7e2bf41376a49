package io.keybearer.benchmarks.http;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import java.io.IOException;

/** Keybearer's own server, with the settings of the environment, until standard input ends. */
final class KeybearerProcess {
  private KeybearerProcess() {}

  /** Starts it. */
  public static void main(String[] arguments) throws IOException {
    Server server = Server.start(Settings.read(System.getenv()), System.out);
    try (server) {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
