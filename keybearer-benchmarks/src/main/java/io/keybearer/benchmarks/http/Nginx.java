package io.keybearer.benchmarks.http;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** nginx as it is needed here, where there is one: with an answer of its own, or before a service. */
final class Nginx {
  private static final String SETTINGS = """
      daemon off;
      pid %1$s/pid;
      error_log stderr error;
      worker_processes auto;
      events { worker_connections 4096; }
      http {
        access_log off;
        server_tokens off;
        keepalive_requests 1000000000;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
      %3$s
        server {
          listen 127.0.0.1:%2$d;
      %4$s
        }
      }
      """;

  private static final String ANSWER = """
          default_type application/json;
      %1$s
          location / { return 200 %2$s; }
      """;

  private static final int TRIES = 200;

  private Nginx() {}

  /** Where the program is, when it is on the path. */
  static Optional<Path> program() {
    String places = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(places.split(File.pathSeparator, -1))
        .map(place -> Path.of(place, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one that answers every request with {@code return 200} and the same bytes. */
  static ServerProcess start(Path program, Path folder, RecordedAnswer answer)
      throws IOException, InterruptedException {
    String fields = answer.fields().stream()
        .filter(field -> !field.name().equalsIgnoreCase("content-type"))
        .map(field -> "    add_header %s %s;".formatted(field.name(), quoted(field.value())))
        .collect(Collectors.joining("\n"));
    return start(program, folder, "", ANSWER.formatted(fields, quoted(answer.body())));
  }

  /**
   * Starts one in a folder of its own, and waits until it takes connections.
   *
   * @param around what stands beside its server
   * @param inside what stands in it
   */
  static ServerProcess start(Path program, Path folder, String around, String inside)
      throws IOException, InterruptedException {
    int port = freePort();
    Path settings = Files.createDirectories(folder).resolve("nginx.conf");
    Files.writeString(settings, SETTINGS.formatted(folder, port, around, inside));
    Process process = new ProcessBuilder(
            program.toString(), "-p", folder.toString(), "-c", settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
    ServerProcess server = ServerProcess.of(process, URI.create("http://127.0.0.1:" + port));
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      if (answers(server)) {
        return server;
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    server.close();
    throw new IOException("nginx did not start: " + Files.readString(folder.resolve("output")));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static boolean answers(ServerProcess server) {
    try (Socket socket = new Socket()) {
      socket.connect(server.socket());
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
