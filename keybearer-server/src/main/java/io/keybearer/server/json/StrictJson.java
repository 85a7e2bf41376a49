package io.keybearer.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.problem.ServerProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) and refuses what readers disagree about: bytes that are no UTF-8,
 * duplicate members, trailing text, unpaired surrogates, {@code \u0000}, numbers beyond a double,
 * more than {@value #MOST_LEVELS} levels. The size is bounded by whoever hands the bytes over.
 */
public final class StrictJson {
  /** How deeply JSON may be nested. */
  public static final int MOST_LEVELS = 16;

  private static final int LONGEST_NUMBER = 64;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY = new JsonFactoryBuilder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MOST_LEVELS + 1)
          .maxNumberLength(LONGEST_NUMBER)
          .build())
      // Names come from clients: none of them is worth keeping for the life of the process.
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .build();

  private final JsonParser parser;
  private final String root;

  /** Whether no text of the document can hold what cannot be stored. */
  private final boolean storable;

  /** Where the reader is, a step a level: the name of a member, or null and the place in a list. */
  private final @Nullable String[] names = new String[MOST_LEVELS];

  private final int[] places = new int[MOST_LEVELS];

  private StrictJson(JsonParser parser, String root, boolean storable) {
    this.parser = parser;
    this.root = root;
    this.storable = storable;
  }

  /**
   * Reads a text.
   *
   * @throws KeybearerException {@code MALFORMED_JSON} with the place where reading stopped
   * @throws InvalidRequestException naming the member that is there twice, holds characters that
   *     cannot be stored, or is nested too deeply
   */
  public static JsonNode read(byte[] utf8) {
    return read(utf8, "");
  }

  /**
   * Reads a text that is an array, and gives its entries.
   *
   * @throws InvalidRequestException when it is none
   */
  public static List<JsonNode> readArray(byte[] utf8) {
    JsonNode array = read(utf8);
    if (!array.isArray()) {
      throw InvalidRequestException.at(JsonPath.BODY, ServerProblem.WRONG_TYPE, "a list");
    }
    List<JsonNode> entries = new ArrayList<>();
    array.forEach(entries::add);
    return entries;
  }

  /** Reads one text a line; lines of nothing but white space are left out. */
  public static List<JsonNode> readLines(byte[] utf8) {
    List<JsonNode> entries = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= utf8.length; i++) {
      if (i == utf8.length || utf8[i] == '\n') {
        byte[] line = Arrays.copyOfRange(utf8, start, i);
        start = i + 1;
        if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
          entries.add(read(line, JsonPath.entry("", entries.size())));
        }
      }
    }
    return entries;
  }

  private static JsonNode read(byte[] utf8, String path) {
    String text = decoded(utf8);
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      // As many characters as bytes: nothing but ASCII.
      boolean storable = text.length() == utf8.length && text.indexOf('\\') < 0;
      JsonNode node = new StrictJson(parser, path, storable).value(0);
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation());
      }
      return node;
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed.getLocation());
    } catch (IOException impossible) {
      throw malformed(null);
    }
  }

  private JsonNode value(int level) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw malformed(parser.currentLocation());
    }
    if (level >= MOST_LEVELS && token.isStructStart()) {
      throw InvalidRequestException.at(
          JsonPath.orBody(path(level)), ServerProblem.NESTED_TOO_DEEPLY, MOST_LEVELS);
    }
    return switch (token) {
      case START_OBJECT -> object(level);
      case START_ARRAY -> array(level);
      case VALUE_STRING -> NODES.textNode(storable(parser.getText(), level));
      case VALUE_NUMBER_INT -> wholeNumber();
      case VALUE_NUMBER_FLOAT -> number(level);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw malformed(parser.currentTokenLocation());
    };
  }

  private ObjectNode object(int level) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = storable(parser.currentName(), level);
      names[level] = name;
      if (object.has(name)) {
        throw InvalidRequestException.at(path(level + 1), ServerProblem.DUPLICATE_MEMBER);
      }
      parser.nextToken();
      object.set(name, value(level + 1));
    }
    return object;
  }

  private ArrayNode array(int level) throws IOException {
    ArrayNode array = NODES.arrayNode();
    names[level] = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      places[level] = array.size();
      array.add(value(level + 1));
    }
    return array;
  }

  /** Where the reader is, down to a level. */
  private String path(int level) {
    String path = root;
    for (int i = 0; i < level; i++) {
      String name = names[i];
      path = name == null ? JsonPath.entry(path, places[i]) : JsonPath.member(path, name);
    }
    return path;
  }

  /** A number that fits no long stays a decimal, which every range refuses. */
  private JsonNode wholeNumber() throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getDoubleValue());
    };
  }

  private JsonNode number(int level) throws IOException {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number) || Double.isNaN(number)) {
      throw InvalidRequestException.at(
          JsonPath.orBody(path(level)), ServerProblem.WRONG_TYPE, "a finite number");
    }
    return NODES.numberNode(number);
  }

  private String storable(String text, int level) {
    for (int i = 0; !storable && i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw InvalidRequestException.at(
            JsonPath.orBody(path(level)), ProblemCode.CONTROL_CHARACTERS);
      }
      if (pair) {
        i++;
      }
    }
    return text;
  }

  private static String decoded(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    // The sign that stands for bytes that are no UTF-8, unless it came as itself.
    return text.indexOf('\uFFFD') < 0 ? text : decodedStrictly(utf8);
  }

  private static String decodedStrictly(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed(null);
    }
  }

  private static KeybearerException malformed(@Nullable JsonLocation place) {
    return place == null
        ? new KeybearerException(ServerProblem.MALFORMED_JSON, 1, 1)
        : new KeybearerException(
            ServerProblem.MALFORMED_JSON,
            Math.max(1, place.getLineNr()),
            Math.max(1, place.getColumnNr()));
  }
}
