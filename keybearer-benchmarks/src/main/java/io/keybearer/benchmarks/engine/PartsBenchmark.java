package io.keybearer.benchmarks.engine;

import io.keybearer.key.ApiKey;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.log.LogRows;
import io.keybearer.log.LogWriter;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.RefererVerdict;
import io.keybearer.redact.Redactor;
import io.keybearer.secret.KeyHash;
import io.keybearer.secret.KeyHasher;
import io.keybearer.secret.Peppers;
import io.keybearer.token.ParsedKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The parts of the path that can be called from outside. What is left is the look-up. */
@SuppressWarnings("NullAway.Init") // JMH calls the methods of set-up first
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartsBenchmark {
  private final KeyHasher hasher = new KeyHasher(Peppers.none());
  private final AllowedAddresses addresses = AllowedAddresses.of(Scene.ADDRESSES);
  private final AllowedReferers referers = AllowedReferers.of(Scene.REFERERS);
  private final LocalRateLimiter limiter = new LocalRateLimiter(System::nanoTime);
  private final LogWriter writer = new LogWriter(batch -> List.of());
  private final LogRows.Seen seen =
      new LogRows.Seen("/orders/7", "POST", Scene.IP, "bench/1.0", Scene.REFERER);

  private LogRows rows;
  private KeyHash[] hashes;
  private Meter[] meters;
  private long now;

  /** Takes from the scene what the parts are given on the path. */
  @Setup
  public void begin(Scene scene) {
    rows = new LogRows(new SecureRandom(), Redactor.of(scene.engine.format()), AddressDetail.FULL);
    hashes = scene.issued.stream().map(key -> hasher.hash(key.text())).toArray(KeyHash[]::new);
    List<NamedLimit> limits = scene.issued.get(0).key().attributes().allLimits();
    meters = scene.issued.stream()
        .map(key -> limiter.meter(key.key().id().toString(), limits))
        .toArray(Meter[]::new);
    now = scene.engine.clock().millis();
    writer.start();
  }

  /** Ends the writer. */
  @TearDown
  public void end() {
    writer.close();
  }

  /** Form, alphabet and checksum of the text. */
  @Benchmark
  public Optional<ParsedKey> parse(Scene scene, Turn turn) {
    return scene.engine.format().parse(scene.ruled[turn.next()].key());
  }

  /** The hash of the text, compared with the one kept. */
  @Benchmark
  public boolean hash(Scene scene, Turn turn) {
    int key = turn.next();
    return hasher.verify(scene.ruled[key].key(), hashes[key]);
  }

  /** The address in the last of three networks. */
  @Benchmark
  public boolean address() {
    return addresses.contains(Scene.IP);
  }

  /** The page by the second of two patterns. */
  @Benchmark
  public RefererVerdict referer() {
    return referers.permits(Scene.REFERER, null, false);
  }

  /** One token of one limit. */
  @Benchmark
  public LimitOutcome limit(Scene scene, Turn turn) {
    return meters[turn.next()].take(1, System.nanoTime());
  }

  /** The note that a key was used. */
  @Benchmark
  public void use(Scene scene, Turn turn) {
    scene.engine.verifier().noteUse(scene.issued.get(turn.next()).key().id(), Scene.IP);
  }

  /** What becomes a row, handed over to the writer. */
  @Benchmark
  public LogRows.Verified row(Scene scene, Turn turn) {
    ApiKey key = scene.issued.get(turn.next()).key();
    LogRows.Verified row = rows.ofVerification(key, LogRows.Kept.USUAL, seen, "VALID", now, null);
    writer.offer(row);
    return row;
  }
}
