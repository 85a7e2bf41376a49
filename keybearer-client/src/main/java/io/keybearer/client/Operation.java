package io.keybearer.client;

import java.util.function.Function;

/**
 * A call, and how its answer is read: the same whether somebody waits for it or not.
 *
 * @param call what is sent
 * @param reader reads the body of a success
 */
record Operation<T>(Call call, Function<String, T> reader) {
  /** One whose answer is a JSON object. */
  static <T> Operation<T> ofObject(Call call, Function<JsonMembers, T> reader) {
    return new Operation<>(call, answer -> reader.apply(JsonMembers.parse(answer)));
  }
}
