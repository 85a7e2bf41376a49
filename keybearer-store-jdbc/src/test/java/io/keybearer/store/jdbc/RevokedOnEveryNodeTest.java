package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.Administration;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.policy.IpAddress;
import io.keybearer.secret.SecretText;
import io.keybearer.store.Store;
import io.keybearer.verification.VerificationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three engines over one database, each verifying without pause, while keys are ended in every way:
 * when the last acceptance began, after the ending was acknowledged. {@code -Dkeybearer.trials=} sets
 * how often.
 */
@ExtendWith(DropsSchemas.class)
final class RevokedOnEveryNodeTest {
  private static final int TRIALS = Integer.getInteger("keybearer.trials", 48);
  private static final IfVersion ANY = IfVersion.any();

  /** The ways in which a key ends. */
  private enum Ending {
    REVOKED,
    DISABLED,
    SCOPE_CUT,
    ADDRESS_CHANGED,
    COMPANY_SUSPENDED,
    OWNER_DISABLED;

    void end(Administration by, IssuedKey key) {
      var id = key.key().id();
      CompanyRef company = CompanyRef.of(key.key().company());
      switch (this) {
        case REVOKED -> by.keys().revoke(id, ANY, "trial");
        case DISABLED -> by.keys().disable(id, ANY);
        case SCOPE_CUT -> by.keys().change(id, ANY, draft -> draft.scope(Scope.READ));
        case ADDRESS_CHANGED ->
          by.keys().change(id, ANY, draft -> draft.allowedIps(List.of("198.51.100.0/24")));
        case COMPANY_SUSPENDED ->
          by.companies().change(company, ANY, draft -> draft.status(CompanyStatus.SUSPENDED));
        case OWNER_DISABLED -> by.companies().putOwner(company, "ann", false);
      }
    }
  }

  /** An engine, and a thread that verifies the key of the trial with it again and again. */
  private static final class Verifying implements AutoCloseable {
    private final Keybearer engine;
    private final AtomicReference<SecretText> key;
    private final AtomicInteger denials = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "verifying");
    private volatile long lastAcceptanceBegan;
    private volatile boolean ended;

    Verifying(Store store, AtomicReference<SecretText> key) {
      this.engine = Keybearer.open(store);
      this.key = key;
      thread.start();
    }

    private void run() {
      while (!ended) {
        SecretText text = key.get();
        if (text != null) {
          long began = System.nanoTime();
          if (engine.verify(request(text)).valid()) {
            lastAcceptanceBegan = began;
          } else {
            denials.incrementAndGet();
          }
        }
        LockSupport.parkNanos(200_000);
      }
    }

    boolean accepts(SecretText text) {
      return engine.verify(request(text)).valid();
    }

    private static VerificationRequest request(SecretText text) {
      return VerificationRequest.of(text)
          .ip(IpAddress.parse("192.0.2.7"))
          .scope(Scope.WRITE)
          .build();
    }

    @Override
    public void close() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      engine.close();
    }
  }

  @Test
  void withinASecondOfItsAcknowledgementOnPostgres() {
    String url = PostgresServer.newSchema();
    List<Long> delays = delays(() -> JdbcStore.postgres(url));
    assertThat(median(delays)).isLessThan(Duration.ofMillis(100));
    assertThat(longest(delays)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void withinFiveSecondsWhereTheChannelIsCut() {
    String url = PostgresServer.newSchema();
    try (ConnectionPools pools = ConnectionPools.postgres(url, null, null, 12)) {
      // Connections of the caller's own pool: nobody is notified of anything.
      assertThat(longest(delays(() -> JdbcStore.open(pools.keys(), pools.log()))))
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void withinASecondForSeveralProcessesOnOneSqliteFile(@TempDir Path folder) {
    assertThat(longest(delays(() -> JdbcStore.sqlite(folder)))).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void whoWaitsForEveryNodeFindsNoneThatAccepts() {
    String url = PostgresServer.newSchema();
    AtomicReference<SecretText> nothing = new AtomicReference<>();
    try (Verifying one = new Verifying(JdbcStore.postgres(url), nothing);
        Verifying two = new Verifying(JdbcStore.postgres(url), nothing);
        Verifying three = new Verifying(JdbcStore.postgres(url), nothing)) {
      await(() -> one.engine.membership().liveNodes() == 3);
      Company company = company(one.engine, "waiting");
      List<Long> waits = new ArrayList<>();
      for (int trial = 0; trial < TRIALS; trial++) {
        IssuedKey key = key(one.engine, company, trial);
        await(() -> two.accepts(key.text()) && three.accepts(key.text()));
        var done = one.engine
            .administration()
            .inOneTransaction(by -> by.keys().revoke(key.key().id(), ANY, null));
        long acknowledged = System.nanoTime();
        var everywhere = one.engine
            .membership()
            .whenApplied(done.sequence(), Duration.ofSeconds(30))
            .join();
        waits.add(System.nanoTime() - acknowledged);
        assertThat(two.accepts(key.text())).isFalse();
        assertThat(three.accepts(key.text())).isFalse();
        assertThat(everywhere.complete()).isTrue();
        assertThat(everywhere.liveNodes()).isEqualTo(3);
      }
      System.out.println(
          "waited for every node to know: median " + median(waits).toMillis() + " ms, longest "
              + longest(waits).toMillis() + " ms, of " + waits.size());
    }
  }

  /** How long after the acknowledgement each other node still accepted, in each trial. */
  private List<Long> delays(Supplier<Store> stores) {
    AtomicReference<SecretText> current = new AtomicReference<>();
    List<Long> delays = new ArrayList<>();
    List<Verifying> nodes = new ArrayList<>();
    try {
      IntStream.range(0, 3).forEach(i -> nodes.add(new Verifying(stores.get(), current)));
      for (int trial = 0; trial < TRIALS; trial++) {
        Verifying taker = nodes.get(trial % nodes.size());
        Ending ending = Ending.values()[trial % Ending.values().length];
        IssuedKey key = key(taker.engine, company(taker.engine, "trial-" + trial), trial);
        nodes.forEach(node -> await(() -> node.accepts(key.text())));
        current.set(key.text());
        ending.end(taker.engine.administration(), key);
        long acknowledged = System.nanoTime();
        nodes.forEach(RevokedOnEveryNodeTest::awaitDenials);
        current.set(null);
        assertThat(taker.lastAcceptanceBegan - acknowledged)
            .as("the node that took it, " + ending)
            .isNegative();
        nodes.stream()
            .filter(node -> node != taker)
            .forEach(node -> delays.add(Math.max(node.lastAcceptanceBegan - acknowledged, 0)));
      }
    } finally {
      nodes.forEach(Verifying::close);
    }
    System.out.println("last acceptance after the acknowledgement, on other nodes: median "
        + median(delays).toMillis() + " ms, longest " + longest(delays).toMillis() + " ms, of "
        + delays.size());
    return delays;
  }

  private static void awaitDenials(Verifying node) {
    int before = node.denials.get();
    // The first may be of the trial before, the last word of which was a denial.
    await(() -> node.denials.get() >= before + 3);
  }

  private static Duration median(List<Long> nanos) {
    return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() / 2));
  }

  private static Duration longest(List<Long> nanos) {
    return Duration.ofNanos(nanos.stream().mapToLong(Long::longValue).max().orElseThrow());
  }

  private static Company company(Keybearer engine, String slug) {
    return engine.administration().companies().create(CompanyDraft.of(slug, slug));
  }

  private static IssuedKey key(Keybearer engine, Company company, int number) {
    KeyDraft draft = KeyDraft.user(company.id(), "ann", "key " + number);
    return engine.administration().keys().issue(draft.scope(Scope.WRITE));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      LockSupport.parkNanos(200_000);
    }
  }
}
