package io.keybearer.store.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How lists and maps stand in a text column. What cannot be read is an IllegalArgumentException. */
final class JsonColumn {
  // Names come from customers, and would stay in memory for good if they were interned.
  private static final JsonFactory JSON = JsonFactory.builder()
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .build();

  private JsonColumn() {}

  static String ofTexts(Collection<String> texts) {
    return written(json -> {
      json.writeStartArray();
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    });
  }

  static List<String> texts(String column) {
    return read(column, json -> {
      List<String> texts = new ArrayList<>();
      expect(json.nextToken(), JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken(), JsonToken.VALUE_STRING);
        texts.add(json.getText());
      }
      return texts;
    });
  }

  static String ofMap(Map<String, String> map) {
    return written(json -> {
      json.writeStartObject();
      for (Map.Entry<String, String> entry : map.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    });
  }

  /** A map in the order in which it was written. */
  static Map<String, String> map(String column) {
    return read(column, json -> {
      Map<String, String> map = new LinkedHashMap<>();
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        map.put(name, json.getText());
      }
      return map;
    });
  }

  /** {@code [{"name":"burst","limit":10,"window":1}]}, windows in seconds. */
  static String ofLimits(List<NamedLimit> limits) {
    return written(json -> {
      json.writeStartArray();
      for (NamedLimit limit : limits) {
        json.writeStartObject();
        json.writeStringField("name", limit.name());
        json.writeNumberField("limit", limit.rate().limit());
        json.writeNumberField("window", limit.rate().window().toSeconds());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  static List<NamedLimit> limits(String column) {
    return read(column, json -> {
      List<NamedLimit> limits = new ArrayList<>();
      expect(json.nextToken(), JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        limits.add(limit(json));
      }
      return limits;
    });
  }

  private static NamedLimit limit(JsonParser json) throws IOException {
    String name = "";
    long limit = 0;
    long window = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = json.getText();
        case "limit" -> limit = json.getLongValue();
        case "window" -> window = json.getLongValue();
        default -> throw new IllegalArgumentException("expected name, limit and window");
      }
    }
    return new NamedLimit(name, RateLimit.perSeconds(limit, window));
  }

  private static void expect(JsonToken found, JsonToken wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException("expected " + wanted + " in a JSON column");
    }
  }

  private static String written(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static <T> T read(String column, Reading<T> reading) {
    try (JsonParser json = JSON.createParser(column)) {
      return reading.read(json);
    } catch (IOException unreadable) {
      // Without its cause, which quotes what stands in the column.
      throw new IllegalArgumentException("expected JSON in a column of lists or maps");
    }
  }

  @FunctionalInterface
  private interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }
}
