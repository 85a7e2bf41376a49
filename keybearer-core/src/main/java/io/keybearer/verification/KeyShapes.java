package io.keybearer.verification;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of keys in memory, numbered. A number never comes to mean another shape, so shapes are
 * never forgotten, only refused once there are many. Safe for concurrent use.
 */
final class KeyShapes {
  private static final int MOST = 1 << 16;

  private final ConcurrentHashMap<KeyShape, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable KeyShape> shapes = new AtomicReferenceArray<>(MOST);
  private final AtomicInteger next = new AtomicInteger();

  /** The number of a shape, or -1 when there is no room for another. */
  int number(KeyShape shape) {
    Integer known = numbers.get(shape);
    if (known != null) {
      return known;
    }
    return next.get() < MOST ? numbers.computeIfAbsent(shape, this::add) : -1;
  }

  /** The shape of a number that was given out. */
  KeyShape shape(int number) {
    KeyShape shape = shapes.get(number);
    if (shape == null) {
      throw new IllegalStateException("no shape has this number");
    }
    return shape;
  }

  private int add(KeyShape shape) {
    int number = next.getAndIncrement();
    if (number >= MOST) {
      return -1;
    }
    shapes.set(number, shape);
    return number;
  }
}
