package io.keybearer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The pages of one list as one page. */
final class JsonPages {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonPages() {}

  /** Joins pages that the client has already read; the items stay as they came. */
  static String joined(List<String> pages) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(text)) {
      to.writeStartObject();
      to.writeArrayFieldStart("items");
      for (String page : pages) {
        copyItems(page, to);
      }
      to.writeEndArray();
      to.writeNullField("next_cursor");
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void copyItems(String page, JsonGenerator to) throws IOException {
    try (JsonParser from = FACTORY.createParser(page)) {
      from.nextToken();
      while (from.nextToken() == JsonToken.FIELD_NAME) {
        boolean items = from.currentName().equals("items");
        from.nextToken();
        if (items) {
          while (from.nextToken() != JsonToken.END_ARRAY) {
            to.copyCurrentStructureExact(from);
          }
        } else {
          from.skipChildren();
        }
      }
    }
  }
}
