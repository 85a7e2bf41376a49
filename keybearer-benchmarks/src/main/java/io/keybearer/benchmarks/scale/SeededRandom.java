package io.keybearer.benchmarks.scale;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Fast, and the same at every run: for keys that protect nothing. For one thread. */
final class SeededRandom extends SecureRandom {
  private final transient SplittableRandom random;

  SeededRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }
}
