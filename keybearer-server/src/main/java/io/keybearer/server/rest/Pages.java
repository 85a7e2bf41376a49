package io.keybearer.server.rest;

import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.Cursor;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** How lists are asked for and answered. */
final class Pages {
  private static final int ORDINARY = 50;

  private Pages() {}

  /** The parameters of every list, with those of this one. */
  static Set<String> parameters(String... own) {
    Set<String> all = new TreeSet<>(Set.of(own));
    all.add("cursor");
    all.add("limit");
    return all;
  }

  /** Which page is wanted; the caller ends the reading of the parameters. */
  static PageRequest asked(Call call) {
    Integer size = call.parameters().number("limit", 1, PageRequest.MOST);
    Cursor after = call.parameters().read("cursor", Cursor::parse);
    return new PageRequest(Objects.requireNonNullElse(size, ORDINARY), after);
  }

  static <T> Answer answer(Page<T> page, BiConsumer<T, JsonWriter> writer) {
    Cursor next = page.next();
    return Answer.json(200, JsonWriter.object(json -> {
      json.objects("items", page.items(), writer);
      json.text("next_cursor", next == null ? null : next.text());
    }));
  }
}
