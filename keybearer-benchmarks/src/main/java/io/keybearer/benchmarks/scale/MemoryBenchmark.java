package io.keybearer.benchmarks.scale;

import io.keybearer.Keybearer;
import io.keybearer.benchmarks.AlteredStore;
import io.keybearer.benchmarks.Machine;
import io.keybearer.key.CompanyStatus;
import io.keybearer.policy.IpAddress;
import io.keybearer.secret.KeyHasher;
import io.keybearer.secret.Peppers;
import io.keybearer.secret.SecretText;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.StoredKey;
import io.keybearer.token.FreshKey;
import io.keybearer.verification.VerificationRequest;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heap that a key takes in memory: an engine verifies keys that its store makes up when asked,
 * so that what grows is what the engine keeps.
 */
public final class MemoryBenchmark {
  private static final IpAddress IP = IpAddress.parse("203.0.113.7");
  private static final long SEED = 1;
  private static final int LOOKED_AT_AGAIN = 1_000;

  private final MadeUpKeys keys = new MadeUpKeys(SEED, Clock.systemUTC());
  private final KeyHasher hasher = new KeyHasher(Peppers.none());
  private final boolean limited;
  private @Nullable FreshKey current;
  private int readings;

  private MemoryBenchmark(boolean limited) {
    this.limited = limited;
  }

  /** Runs it with so many keys. */
  public static void run(PrintStream out, int keys) {
    out.printf("Heap for each of %,d keys in memory, one company each%n", keys);
    out.println(Machine.facts());
    out.println();
    out.printf("%-40s %8.0f bytes%n", "a key", new MemoryBenchmark(false).bytesEach(keys));
    out.printf(
        "%-40s %8.0f bytes%n",
        "a key and the counter of its limit", new MemoryBenchmark(true).bytesEach(keys));
  }

  private double bytesEach(int count) {
    List<SecretText> again = new ArrayList<>(LOOKED_AT_AGAIN);
    try (Keybearer engine = Keybearer.builder(
            AlteredStore.findingBy(this::find, InMemoryStore.create(Clock.systemUTC())))
        .mostKeysInMemory(count)
        .open()) {
      long before = Heap.settled();
      for (int i = 0; i < count; i++) {
        current = keys.text();
        verify(engine, current.text());
        if (i % (count / LOOKED_AT_AGAIN) == 0) {
          again.add(current.text());
        }
      }
      long after = Heap.settled();
      requireAllInMemory(engine, again);
      return (double) (after - before) / count;
    }
  }

  private void requireAllInMemory(Keybearer engine, List<SecretText> texts) {
    int before = readings;
    texts.forEach(text -> engine.verify(request(text)));
    if (readings - before > texts.size() / 50) {
      throw new IllegalStateException("expected nearly all keys in memory, but of " + texts.size()
          + ", " + (readings - before) + " were not");
    }
  }

  private Optional<StoredKey> find(String lookup) {
    readings++;
    FreshKey asked = current;
    if (asked == null || !asked.prefix().equals(lookup)) {
      return Optional.empty();
    }
    return Optional.of(new StoredKey(
        keys.record(asked, keys.company(), limited),
        hasher.hash(asked.text()),
        CompanyStatus.ACTIVE,
        true));
  }

  private static void verify(Keybearer engine, SecretText text) {
    if (!engine.verify(request(text)).valid()) {
      throw new IllegalStateException("expected an acceptance");
    }
  }

  private static VerificationRequest request(SecretText text) {
    return VerificationRequest.of(text).ip(IP).method("GET").withoutRow().build();
  }
}
