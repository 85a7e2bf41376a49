package io.keybearer.server.json;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON object says under one name: nothing, {@code null}, or a value of the right form. A
 * value of a wrong form has been noted as a problem and counts as nothing said.
 *
 * @param present whether the name is there
 * @param value the value; null when absent or {@code null}
 */
public record Member<T>(boolean present, @Nullable T value) {
  private static final Member<?> ABSENT = new Member<>(false, null);

  /** Nothing said; the same for every type, since there is no value. */
  @SuppressWarnings("unchecked")
  static <T> Member<T> absent() {
    return (Member<T>) ABSENT;
  }

  /** The value; null when absent or {@code null}. */
  public @Nullable T orNull() {
    return value;
  }

  /** The value, or another when absent or {@code null}. */
  public T or(T other) {
    return value == null ? other : value;
  }

  /** Hands the value over, null included, when the name is there. */
  public void ifPresent(Consumer<@Nullable T> taker) {
    if (present) {
      taker.accept(value);
    }
  }

  /** The same with its value, where there is one, made into another. */
  public <U> Member<U> map(Function<T, U> function) {
    return new Member<>(present, value == null ? null : function.apply(value));
  }
}
