package io.keybearer.benchmarks.scale;

import io.keybearer.Keybearer;
import io.keybearer.benchmarks.AlteredStore;
import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.TemporaryFolder;
import io.keybearer.key.CompanyId;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.policy.IpAddress;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.verification.VerificationRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A flood of well-formed keys that do not exist, all different, against an engine on SQLite: how many
 * of them the store is asked for, what they leave in memory, and what the holders of good keys
 * notice.
 */
public final class FloodBenchmark {
  private static final int GOOD_KEYS = 500;
  private static final Duration NORMAL = Duration.ofSeconds(5);
  private static final long SEED = 2;

  private final PrintStream out;
  private final AtomicLong asked = new AtomicLong();

  private FloodBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs it with so many unknown keys. */
  public static void run(PrintStream out, int unknown) throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new FloodBenchmark(out).run(folder.path(), unknown);
    }
  }

  private void run(Path folder, int unknown) throws InterruptedException {
    Store store = JdbcStore.sqlite(folder);
    try (Keybearer engine =
        Keybearer.open(AlteredStore.findingTheSameBy(lookup -> find(store, lookup), store))) {
      Callers good = new Callers(engine, goodRequests(engine));
      good.callFor(NORMAL);
      Latencies normal = good.callFor(NORMAL);
      long heapBefore = Heap.settled();
      long askedBefore = asked.get();
      Latencies flooded = good.callDuring(() -> flood(engine, unknown));
      long reached = asked.get() - askedBefore;
      long grown = Heap.settled() - heapBefore;
      out.printf("%,d unknown keys, all different, beside calls with good keys; SQLite%n", unknown);
      out.println(Machine.facts());
      out.println();
      out.printf("asked of the store %,14d  %.3f %% of them%n", reached, 100.0 * reached / unknown);
      out.printf("left in the heap   %,14d bytes%n", grown);
      out.printf("good keys before   %s%n", normal);
      out.printf("good keys during   %s%n", flooded);
      out.printf("p99 during / before%14.2f%n", flooded.p99() / normal.p99());
    }
  }

  private Optional<StoredKey> find(Store store, String lookup) {
    asked.incrementAndGet();
    return store.findByLookup(lookup);
  }

  private static void flood(Keybearer engine, int unknown) {
    MadeUpKeys keys = new MadeUpKeys(SEED, Clock.systemUTC());
    for (int i = 0; i < unknown; i++) {
      if (engine.verify(VerificationRequest.of(keys.text().text()).build()).valid()) {
        throw new IllegalStateException("a key that nobody has issued was accepted");
      }
    }
  }

  private static List<VerificationRequest> goodRequests(Keybearer engine) {
    CompanyId acme = engine
        .administration()
        .companies()
        .create(CompanyDraft.of("acme", "Acme"))
        .id();
    List<VerificationRequest> requests = new ArrayList<>();
    for (int i = 0; i < GOOD_KEYS; i++) {
      KeyDraft draft = KeyDraft.service(acme, "good " + i).allowedIps(List.of("203.0.113.0/24"));
      requests.add(
          VerificationRequest.of(engine.administration().keys().issue(draft).text())
              .ip(IpAddress.parse("203.0.113.7"))
              .build());
    }
    return requests;
  }
}
