package io.keybearer.store.jdbc;

import io.keybearer.key.Reach;
import io.keybearer.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a list and their parameters. Each is a constant text with one {@code ?}; a null
 * adds nothing. Used by one thread.
 */
final class Conditions {
  private static final String NEVER = "1 = 0";

  private final List<String> texts = new ArrayList<>();
  private final List<Session.Binding> bindings = new ArrayList<>();

  /** What lies within reach. */
  Conditions within(Reach reach, String condition) {
    return reach instanceof Reach.InCompany in ? uuid(condition, in.company().value()) : this;
  }

  /** What comes after the page before. */
  Conditions after(PageRequest page, String condition) {
    return page.after() == null ? this : uuid(condition, page.after().id());
  }

  Conditions uuid(String condition, @Nullable UUID value) {
    return value == null ? this : add(condition, p -> p.uuid(value));
  }

  /** A text that cannot be stored is equal to none that is. */
  Conditions text(String condition, @Nullable String value) {
    if (value == null) {
      return this;
    }
    return StorableText.isStorable(value) ? add(condition, p -> p.text(value)) : never();
  }

  /** {@code condition}: {@code substr(…, 1, ?) = ?}, compared letter by letter. */
  Conditions prefix(String condition, @Nullable String value) {
    if (value == null) {
      return this;
    }
    return StorableText.isStorable(value)
        ? add(condition, p -> p.whole(value.codePointCount(0, value.length())).text(value))
        : never();
  }

  Conditions whole(String condition, @Nullable Integer value) {
    return value == null ? this : add(condition, p -> p.whole(value));
  }

  Conditions number(String condition, @Nullable Long value) {
    return value == null ? this : add(condition, p -> p.number(value));
  }

  Conditions real(String condition, @Nullable Double value) {
    return value == null ? this : add(condition, p -> p.real(value));
  }

  Conditions truth(String condition, @Nullable Boolean value) {
    return value == null ? this : add(condition, p -> p.truth(value));
  }

  /** {@code condition}: {@code IN (%s)}. Nothing is among no values that can be stored. */
  Conditions among(String condition, Collection<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    List<String> storable = values.stream().filter(StorableText::isStorable).toList();
    if (storable.isEmpty()) {
      return never();
    }
    String places = String.join(", ", Collections.nCopies(storable.size(), "?"));
    return add(condition.formatted(places), p -> {
      for (String value : storable) {
        p.text(value);
      }
    });
  }

  /** {@code condition}: {@link Dialect#holds}; the part in any case of ASCII letters. */
  Conditions part(String condition, @Nullable String value) {
    return text(condition, value == null ? null : KeyQueries.asciiLowerCase(value));
  }

  /** {@code condition}: {@code <} or {@code >=}. */
  Conditions bound(String condition, @Nullable Instant value) {
    return value == null ? this : add(condition, p -> p.bound(value));
  }

  /** {@code condition}: {@code <=} or {@code >}. */
  Conditions now(String condition, Instant value) {
    return add(condition, p -> p.now(value));
  }

  Conditions that(String condition) {
    return add(condition, p -> {});
  }

  /** The clause, empty without conditions. */
  String where() {
    if (texts.isEmpty()) {
      return "";
    }
    StringJoiner where = new StringJoiner(" AND ", " WHERE ", "");
    texts.forEach(where::add);
    return where.toString();
  }

  void bind(Parameters parameters) throws SQLException {
    for (Session.Binding binding : bindings) {
      binding.bind(parameters);
    }
  }

  private Conditions never() {
    return that(NEVER);
  }

  private Conditions add(String text, Session.Binding binding) {
    texts.add(text);
    bindings.add(binding);
    return this;
  }
}
