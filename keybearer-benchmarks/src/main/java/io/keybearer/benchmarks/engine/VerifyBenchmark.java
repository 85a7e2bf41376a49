package io.keybearer.benchmarks.engine;

import io.keybearer.verification.Verification;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;

/** The whole path of a verification from memory, and the floor under it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VerifyBenchmark {
  /** The floor: what no verification can do without. */
  @Benchmark
  public byte[] sha256(Sha256 sha256, Turn turn) {
    return sha256.of(turn.next());
  }

  /** A key with addresses, referers, scope, permissions, rate limit, use and log row. */
  @Benchmark
  public Verification verify(Scene scene, Turn turn) {
    return scene.engine.verify(scene.ruled[turn.next()]);
  }

  /** The same, with the request made for the call. */
  @Benchmark
  public Verification requestAndVerify(Scene scene, Turn turn) {
    return scene.engine.verify(scene.request(turn.next()).build());
  }

  /** The same as {@link #verify}, by two threads at once, each with keys of its own at a time. */
  @Benchmark
  @Threads(2)
  public Verification verifyByTwo(Scene scene, Turn turn) {
    return scene.engine.verify(scene.ruled[turn.next()]);
  }

  /** The same as {@link #verify}, but for the log row. */
  @Benchmark
  public Verification verifyWithoutRow(Scene scene, Turn turn) {
    return scene.engine.verify(scene.withoutRow[turn.next()]);
  }

  /** A key without any rule, and no log row: text, look-up, hash, life cycle, use. */
  @Benchmark
  public Verification verifyBare(Scene scene, Turn turn) {
    return scene.engine.verify(scene.bare[turn.next()]);
  }
}
