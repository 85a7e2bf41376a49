package io.keybearer.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the members of one JSON object, in order. A null value is written as {@code null}, so that
 * every answer of a kind has the same members. Not for use by several threads.
 */
public final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final JsonGenerator out;

  private JsonWriter(JsonGenerator out) {
    this.out = out;
  }

  /** The UTF-8 text of an object with these members. */
  public static byte[] object(Consumer<JsonWriter> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      JsonWriter writer = new JsonWriter(generator);
      writer.braced(members);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
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
    return INSTANT.format(instant);
  }

  /** Writes a text. */
  public void text(String name, @Nullable String value) {
    write(() -> out.writeStringField(name, value));
  }

  /** Writes a whole number. */
  public void number(String name, @Nullable Long value) {
    write(() -> {
      out.writeFieldName(name);
      if (value == null) {
        out.writeNull();
      } else {
        out.writeNumber(value);
      }
    });
  }

  /** Writes a number, finite. */
  public void decimal(String name, @Nullable Double value) {
    write(() -> {
      out.writeFieldName(name);
      if (value == null) {
        out.writeNull();
      } else {
        out.writeNumber(value);
      }
    });
  }

  /** Writes true or false. */
  public void flag(String name, boolean value) {
    write(() -> out.writeBooleanField(name, value));
  }

  /** Writes an instant. */
  public void instant(String name, @Nullable Instant value) {
    text(name, value == null ? null : text(value));
  }

  /** Writes what prints as its text: an id, a duration. */
  public void printed(String name, @Nullable Object value) {
    text(name, value == null ? null : value.toString());
  }

  /** Writes a list of texts; a null entry as {@code null}. */
  public void texts(String name, @Nullable Collection<? extends @Nullable String> values) {
    if (values == null) {
      text(name, null);
      return;
    }
    write(() -> {
      out.writeArrayFieldStart(name);
      for (String value : values) {
        out.writeString(value);
      }
      out.writeEndArray();
    });
  }

  /** Writes an object of texts. */
  public void map(String name, Map<String, String> values) {
    object(name, json -> values.forEach(json::text));
  }

  /** Writes an object. */
  public void object(String name, Consumer<JsonWriter> members) {
    write(() -> {
      out.writeFieldName(name);
      braced(members);
    });
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
    write(() -> {
      out.writeArrayFieldStart(name);
      for (T value : values) {
        braced(json -> members.accept(value, json));
      }
      out.writeEndArray();
    });
  }

  private void braced(Consumer<JsonWriter> members) throws IOException {
    out.writeStartObject();
    members.accept(this);
    out.writeEndObject();
  }

  private static void write(Step step) {
    try {
      step.run();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** What Jackson may throw for a stream that fails; ours is memory. */
  private interface Step {
    void run() throws IOException;
  }
}
