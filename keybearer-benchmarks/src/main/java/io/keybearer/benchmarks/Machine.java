package io.keybearer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.stream.Stream;

/** What there is to know of the machine that figures come from, and nothing that names it. */
public final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final long MEBIBYTE = 1 << 20;

  private Machine() {}

  /** Date, processors, JVM and operating system, in one line. */
  public static String facts() {
    return "%s; %d processors (%s), heap up to %,d MiB; Java %s (%s), %s %s"
        .formatted(
            LocalDate.now(Clock.systemUTC()),
            Runtime.getRuntime().availableProcessors(),
            processor(),
            Runtime.getRuntime().maxMemory() / MEBIBYTE,
            Runtime.version(),
            System.getProperty("java.vm.name"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  private static String processor() {
    if (!Files.isReadable(CPUS)) {
      return "model unknown";
    }
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("model unknown");
    } catch (IOException unreadable) {
      return "model unknown";
    }
  }
}
