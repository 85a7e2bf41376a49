package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processor time of a process by what its threads do, as Linux tells it; nothing elsewhere.
 *
 * @param byWork in the kernel's ticks: requests answered, log written, everything else
 */
record ThreadTicks(Map<String, Long> byWork) {
  static final List<String> WORK = List.of("requests", "log", "everything else");

  /** Names of threads, as far as Linux keeps them: 15 characters. */
  private static final Map<String, String> WORK_OF =
      Map.of("vert.x-eventloo", WORK.get(0), "keybearer-log-w", WORK.get(1));

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
        WORK_OF.getOrDefault(name, WORK.get(2)),
        Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]),
        Long::sum);
  }
}
