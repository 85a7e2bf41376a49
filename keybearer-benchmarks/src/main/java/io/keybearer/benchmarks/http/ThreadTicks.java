package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Processor time of a process by what its threads do, as Linux tells it; nothing elsewhere.
 *
 * @param byWork in the kernel's ticks: requests answered, the log spooled, the spool written to the
 *     database, memory collected, everything else
 */
record ThreadTicks(Map<String, Long> byWork) {
  static final List<String> WORK =
      List.of("requests", "spool", "spool to database", "collector", "everything else");

  /** Names of threads, as far as Linux keeps them: 15 characters. */
  private static final Map<String, Integer> WORK_OF =
      Map.of("vert.x-eventloo", 0, "keybearer-log-w", 1, "keybearer-log-d", 2);

  /** How the names of the collector's threads begin. */
  private static final Pattern COLLECTOR = Pattern.compile("(G1|GC|VM) .*");

  /** Where user time stands in a thread's line, counted after its name; system time follows. */
  private static final int USER_TIME = 11;

  static ThreadTicks of(long process) throws IOException {
    Map<String, Long> ticks = new HashMap<>();
    Path threads = Path.of("/proc/" + process + "/task");
    if (Files.isDirectory(threads)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
        for (Path thread : all) {
          add(thread.resolve("stat"), ticks);
        }
      }
    }
    return new ThreadTicks(ticks);
  }

  /** How much of all the time since then went to each kind of work, in the order of {@link #WORK}. */
  List<Double> sharesSince(ThreadTicks before) {
    double all = Math.max(1, sum() - before.sum());
    return WORK.stream()
        .map(work -> (byWork.getOrDefault(work, 0L) - before.byWork.getOrDefault(work, 0L)) / all)
        .toList();
  }

  boolean known() {
    return !byWork.isEmpty();
  }

  private long sum() {
    return byWork.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void add(Path stat, Map<String, Long> ticks) throws IOException {
    String line;
    try {
      line = Files.readString(stat);
    } catch (NoSuchFileException ended) {
      return;
    }
    int nameEnd = line.lastIndexOf(')');
    String name = line.substring(line.indexOf('(') + 1, nameEnd);
    String[] fields = line.substring(nameEnd + 2).split(" ", -1);
    ticks.merge(
        WORK.get(WORK_OF.getOrDefault(name, COLLECTOR.matcher(name).matches() ? 3 : 4)),
        Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]),
        Long::sum);
  }
}
