package io.keybearer.client;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param <T> what is listed
 * @param items at most as many as asked for
 * @param nextCursor what to ask the next page with; null on the last page
 */
public record PageView<T>(List<T> items, @Nullable String nextCursor) {
  /** Copies the items. */
  public PageView {
    items = List.copyOf(items);
  }

  /** What to ask the next page with; nothing on the last page. */
  public Optional<String> next() {
    return Optional.ofNullable(nextCursor);
  }

  static <T> PageView<T> read(String answer, Function<JsonMembers, T> item) {
    JsonMembers json = JsonMembers.parse(answer);
    return new PageView<>(json.objects("items", item), json.textOrNull("next_cursor"));
  }
}
