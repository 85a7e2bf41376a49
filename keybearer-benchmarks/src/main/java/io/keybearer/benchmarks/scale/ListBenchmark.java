package io.keybearer.benchmarks.scale;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.Median;
import io.keybearer.benchmarks.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What finding, listing and paging cost on SQLite with many keys, beside the same with a thousand. */
public final class ListBenchmark {
  private static final int FEW = 1_000;
  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 15;
  private static final int CALLS = 200;

  /** The calls measured, by name. */
  private static final Map<String, Consumer<FilledStore>> CALLED = new LinkedHashMap<>();

  static {
    CALLED.put("find by the text's prefix", FilledStore::findByLookup);
    CALLED.put("find by id", FilledStore::findKey);
    CALLED.put("first page of a company", FilledStore::firstPage);
    CALLED.put("page in the middle of a company", FilledStore::pageInTheMiddle);
    CALLED.put("first page of active keys", FilledStore::activePage);
    CALLED.put("first page of all companies", FilledStore::pageOfAll);
  }

  private ListBenchmark() {}

  /** Runs it with so many keys. */
  public static void run(PrintStream out, int keys) throws IOException {
    try (TemporaryFolder few = TemporaryFolder.create();
        TemporaryFolder many = TemporaryFolder.create();
        FilledStore small = FilledStore.of(few.path(), FEW);
        FilledStore large = FilledStore.of(many.path(), keys)) {
      out.printf("SQLite with %,d and with %,d keys; pages of 50%n", FEW, keys);
      out.println(Machine.facts());
      out.printf("%d rounds of %d calls in turn, medians%n%n", ROUNDS, CALLS);
      out.printf("%-34s %12s %12s %8s%n", "", "few", "many", "ratio");
      CALLED.forEach((name, call) -> {
        double[] micros = measure(call, small, large);
        out.printf(
            "%-34s %9.1f µs %9.1f µs %8.2f%n", name, micros[0], micros[1], micros[1] / micros[0]);
      });
    }
  }

  private static double[] measure(
      Consumer<FilledStore> call, FilledStore small, FilledStore large) {
    List<Double> few = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    micros(call, small, WARM_UP);
    micros(call, large, WARM_UP);
    for (int i = 0; i < ROUNDS; i++) {
      few.add(micros(call, small, CALLS));
      many.add(micros(call, large, CALLS));
    }
    return new double[] {Median.of(few), Median.of(many)};
  }

  private static double micros(Consumer<FilledStore> call, FilledStore store, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.accept(store);
    }
    return (System.nanoTime() - start) / 1e3 / calls;
  }
}
