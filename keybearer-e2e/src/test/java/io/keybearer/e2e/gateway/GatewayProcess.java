package io.keybearer.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gateway that runs, in a folder and on a port of its own. */
final class GatewayProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String NOBODY = "65534";

  private final Process process;
  private final Place place;

  private GatewayProcess(Process process, Place place) {
    this.process = process;
    this.place = place;
  }

  /** Where a gateway runs, and between whom. */
  record Place(
      Path folder,
      int port,
      int keybearer,
      int service,
      String gatewayKey,
      boolean asRoot,
      boolean opens) {}

  /** Starts one, as the user of this test. */
  static GatewayProcess start(Gateway gateway, int keybearer, int service, String gatewayKey) {
    return start(gateway, keybearer, service, gatewayKey, isRoot(), false);
  }

  /** Starts one that lets requests through without a verdict, as its page says. */
  static GatewayProcess startOpening(
      Gateway gateway, int keybearer, int service, String gatewayKey) {
    return start(gateway, keybearer, service, gatewayKey, isRoot(), true);
  }

  /** Starts one as somebody without any right, where this test is root's. */
  static GatewayProcess startAsNobody(
      Gateway gateway, int keybearer, int service, String gatewayKey) {
    return start(gateway, keybearer, service, gatewayKey, false, false);
  }

  private static GatewayProcess start(
      Gateway gateway,
      int keybearer,
      int service,
      String gatewayKey,
      boolean asRoot,
      boolean opens) {
    try {
      Path folder = Files.createTempDirectory("keybearer-" + gateway.example());
      Place place = new Place(folder, freePort(), keybearer, service, gatewayKey, asRoot, opens);
      List<String> command = new ArrayList<>();
      if (isRoot() && !asRoot) {
        command.addAll(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      command.addAll(gateway.prepare(examples().resolve(gateway.example()), place));
      ProcessBuilder builder = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .directory(folder.toFile());
      builder.environment().putAll(gateway.environment(place));
      GatewayProcess started = new GatewayProcess(builder.start(), place);
      started.awaitPort();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Where the examples of gateways are. */
  static Path examples() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("examples/gateways"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("expected to run inside the checkout");
      }
    }
    return folder.resolve("examples/gateways");
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return place.port();
  }

  Path folder() {
    return place.folder();
  }

  private void awaitPort() throws IOException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - until < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 1_000);
        return;
      } catch (IOException notYet) {
        if (endedWithin(50)) {
          break;
        }
      }
    }
    throw new AssertionError("not started: " + Files.readString(place.folder().resolve("output")));
  }

  private boolean endedWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    process.destroy();
    if (!endedWithin(10_000)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      endedWithin(10_000);
    }
    try (Stream<Path> files = Files.walk(place.folder())) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
