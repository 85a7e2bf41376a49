package io.keybearer.benchmarks.engine;

import io.keybearer.Keybearer;
import io.keybearer.benchmarks.AlteredStore;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.policy.IpAddress;
import io.keybearer.store.InMemoryStore;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An engine over a store in memory, and keys that were all verified once: half of them with every
 * rule there is, half with none.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the methods of set-up first
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
public class Scene {
  static final List<String> ADDRESSES =
      List.of("198.51.100.0/24", "2001:db8::/32", "203.0.113.0/24");
  static final List<String> REFERERS =
      List.of("https://partner.example.org/", "https://*.example.com/shop/*");
  static final IpAddress IP = IpAddress.parse("203.0.113.7");
  static final String REFERER = "https://www.example.com/shop/cart?item=7";

  private static final List<String> PERMISSIONS = List.of("invoices:read", "orders:*");
  private static final List<String> NEEDED = List.of("orders:read");

  /** Tokens in an hour, shared out so that no limit is ever full or empty during a run. */
  private static final long TOKENS = 1_000_000_000;

  /** How many keys take turns; a power of two. */
  @Param("64")
  int keys;

  Keybearer engine;
  List<IssuedKey> issued;
  VerificationRequest[] ruled;
  VerificationRequest[] withoutRow;
  VerificationRequest[] bare;

  /** Makes the keys and verifies each once. */
  @Setup(Level.Trial)
  public void build() {
    engine = Keybearer.open(AlteredStore.withoutLog(InMemoryStore.create(Clock.systemUTC())));
    CompanyId acme = engine
        .administration()
        .companies()
        .create(CompanyDraft.of("acme", "Acme"))
        .id();
    issued = new ArrayList<>();
    ruled = new VerificationRequest[keys];
    withoutRow = new VerificationRequest[keys];
    bare = new VerificationRequest[keys];
    for (int i = 0; i < keys; i++) {
      issued.add(engine.administration().keys().issue(ruledKey(acme, i)));
      ruled[i] = request(i).build();
      withoutRow[i] = request(i).withoutRow().build();
      KeyDraft bareKey = KeyDraft.service(acme, "bare " + i);
      bare[i] = VerificationRequest.of(
              engine.administration().keys().issue(bareKey).text())
          .withoutRow()
          .build();
      requireAccepted(ruled[i]);
      requireAccepted(bare[i]);
    }
  }

  /** A request as an edge makes it for each call. */
  VerificationRequest.Builder request(int key) {
    return VerificationRequest.of(issued.get(key).text())
        .ip(IP)
        .referer(REFERER)
        .userAgent("bench/1.0")
        .method("POST")
        .endpoint("/orders/7")
        .permissions(NEEDED);
  }

  /** Ends the engine. */
  @TearDown(Level.Trial)
  public void close() {
    requireAccepted(ruled[0]);
    engine.close();
  }

  private KeyDraft ruledKey(CompanyId acme, int number) {
    return KeyDraft.service(acme, "ruled " + number)
        .scope(Scope.WRITE)
        .permissions(PERMISSIONS)
        .allowedIps(ADDRESSES)
        .allowedReferers(REFERERS)
        .rateLimit(TOKENS / keys, Duration.ofHours(1));
  }

  private void requireAccepted(VerificationRequest request) {
    Verification verdict = engine.verify(request);
    if (!verdict.valid()) {
      throw new IllegalStateException("expected an acceptance, got " + verdict.code());
    }
  }
}
