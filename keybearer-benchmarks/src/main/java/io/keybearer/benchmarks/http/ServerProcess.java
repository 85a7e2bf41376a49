package io.keybearer.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own. A JVM ends with its standard input, another when it is told. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

  private final Process process;
  private final URI address;
  private final boolean endsWithItsInput;

  private ServerProcess(Process process, URI address, boolean endsWithItsInput) {
    this.process = process;
    this.address = address;
    this.endsWithItsInput = endsWithItsInput;
  }

  /** Starts the main class with the class path of this JVM. */
  static ServerProcess start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(System.getProperty("java.class.path"), main, environment, arguments);
  }

  /**
   * Starts the main class with the options of this JVM, and waits until it says where it listens.
   */
  static ServerProcess start(
      String classPath, Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("KEYBEARER_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new ServerProcess(process, addressOf(process), true);
  }

  /** Takes charge of another server, which is ended with this JVM at the latest. */
  static ServerProcess of(Process process, URI address) {
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new ServerProcess(process, address, false);
  }

  URI address() {
    return address;
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(address.getHost(), address.getPort());
  }

  /** The processor time that the process and those it has started have used since they began. */
  Duration cpu() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ServerProcess::cpu)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The same by what threads do, where the system tells. */
  ThreadTicks ticks() throws IOException {
    return ThreadTicks.of(process.pid());
  }

  @Override
  public void close() throws IOException {
    if (endsWithItsInput) {
      process.getOutputStream().close();
    } else {
      process.destroy();
    }
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Duration cpu(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("this system does not tell processor time"));
  }

  private static URI addressOf(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null) {
      Matcher said = ADDRESS.matcher(line);
      if (said.find()) {
        return URI.create(said.group(1));
      }
      line = lines.readLine();
    }
    process.destroy();
    throw new IOException("a server ended before it said where it listens");
  }
}
