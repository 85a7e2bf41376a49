package io.keybearer.benchmarks.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whose turn it is among the keys; every thread goes through them in its own order. */
@State(Scope.Thread)
public class Turn {
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final int BETWEEN_THREADS = 511;

  private int next;
  private int mask;

  /** Begins where no other thread is. */
  @Setup
  public void begin(Scene scene) {
    if (Integer.bitCount(scene.keys) != 1) {
      throw new IllegalArgumentException("expected a power of two of keys, got " + scene.keys);
    }
    mask = scene.keys - 1;
    next = THREADS.getAndIncrement() * BETWEEN_THREADS;
  }

  int next() {
    return next++ & mask;
  }
}
