package io.keybearer.server.json;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the members of one JSON object, in order. A null value is written as {@code null}, so that
 * every answer of a kind has the same members. Names are of ours, of ASCII that needs no escape; those
 * of others are written by {@link #map}. Not for use by several threads.
 */
public final class JsonWriter {
  private final JsonBytes out = new JsonBytes();

  /** Whether the next member, or entry of a list, is the first. */
  private boolean first;

  /** The UTF-8 text of an object with these members. */
  public static byte[] object(Consumer<JsonWriter> members) {
    JsonWriter writer = new JsonWriter();
    writer.braced(members);
    return writer.out.toArray();
  }

  /** Writes an object with these members, whose text is this value's, over what was written before. */
  public <T> void over(T value, BiConsumer<T, JsonWriter> members) {
    out.clear();
    out.token('{');
    first = true;
    members.accept(value, this);
    out.token('}');
  }

  /** How many bytes were written. */
  public int length() {
    return out.length();
  }

  /** What was written, in UTF-8, as far as {@link #length} says; the very bytes, for reading only. */
  public byte[] bytes() {
    return out.bytes();
  }

  /** The UTF-8 text of an object of ours with these members after its own, of which it has some. */
  public static byte[] extended(byte[] object, Consumer<JsonWriter> members) {
    byte[] more = object(members);
    byte[] both = Arrays.copyOf(object, object.length - 1 + more.length);
    both[object.length - 1] = ',';
    System.arraycopy(more, 1, both, object.length, more.length - 1);
    return both;
  }

  /** The text of an instant: UTC, milliseconds, {@code Z}. */
  public static String text(Instant instant) {
    return InstantText.of(instant);
  }

  /** Writes a text. */
  public void text(String name, @Nullable String value) {
    member(name);
    textOrNull(value);
  }

  /** Writes a whole number. */
  public void number(String name, long value) {
    member(name).number(value);
  }

  /** Writes a whole number. */
  public void number(String name, @Nullable Long value) {
    if (value == null) {
      text(name, null);
    } else {
      number(name, value.longValue());
    }
  }

  /** Writes a list of whole numbers. */
  public void numbers(String name, List<Integer> values) {
    member(name).token('[');
    first = true;
    for (Integer value : values) {
      separate();
      out.number(value);
    }
    out.token(']');
    first = false;
  }

  /** Writes a number, finite. */
  public void decimal(String name, @Nullable Double value) {
    member(name).token(String.valueOf(value));
  }

  /** Writes true or false. */
  public void flag(String name, boolean value) {
    member(name).token(value ? "true" : "false");
  }

  /** Writes an instant. */
  public void instant(String name, @Nullable Instant value) {
    text(name, value == null ? null : text(value));
  }

  /** Writes an id. */
  public void id(String name, @Nullable UUID value) {
    if (value == null) {
      text(name, null);
    } else {
      member(name).id(value);
    }
  }

  /** Writes what prints as its text: an id, a duration. */
  public void printed(String name, @Nullable Object value) {
    text(name, value == null ? null : value.toString());
  }

  /** Writes a list of what has a text. */
  public <T> void texts(String name, List<T> values, Function<T, String> text) {
    member(name).token('[');
    first = true;
    for (int i = 0; i < values.size(); i++) {
      separate();
      out.string(text.apply(values.get(i)));
    }
    out.token(']');
    first = false;
  }

  /** Writes a list of texts; a null entry as {@code null}. */
  public void texts(String name, @Nullable Collection<? extends @Nullable String> values) {
    if (values == null) {
      text(name, null);
      return;
    }
    member(name).token('[');
    first = true;
    for (String value : values) {
      separate();
      textOrNull(value);
    }
    out.token(']');
    first = false;
  }

  /** Writes an object of texts, whose names are somebody else's. */
  public void map(String name, Map<String, String> values) {
    member(name).token('{');
    first = true;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      separate();
      out.string(entry.getKey()).token(':').string(entry.getValue());
    }
    out.token('}');
    first = false;
  }

  /** Writes an object. */
  public void object(String name, Consumer<JsonWriter> members) {
    member(name);
    braced(members);
  }

  /** Writes an object made from a value, or {@code null} where there is none. */
  public <T> void object(String name, @Nullable T value, BiConsumer<T, JsonWriter> members) {
    if (value == null) {
      text(name, null);
    } else {
      object(name, json -> members.accept(value, json));
    }
  }

  /** Writes a list of objects. */
  public <T> void objects(String name, Collection<T> values, BiConsumer<T, JsonWriter> members) {
    member(name).token('[');
    first = true;
    for (T value : values) {
      separate();
      braced(json -> members.accept(value, json));
    }
    out.token(']');
    first = false;
  }

  /** Writes what is JSON already: of ours, and well-formed; {@code null} where there is none. */
  public void written(String name, byte @Nullable [] json) {
    if (json == null) {
      text(name, null);
    } else {
      member(name).token(json);
    }
  }

  private void braced(Consumer<JsonWriter> members) {
    out.token('{');
    first = true;
    members.accept(this);
    out.token('}');
    first = false;
  }

  /** Begins a member under a name of ours, whose value is written next. */
  private JsonBytes member(String name) {
    separate();
    return out.name(name);
  }

  private void separate() {
    if (!first) {
      out.token(',');
    }
    first = false;
  }

  private void textOrNull(@Nullable String value) {
    if (value == null) {
      out.token("null");
    } else {
      out.string(value);
    }
  }
}
