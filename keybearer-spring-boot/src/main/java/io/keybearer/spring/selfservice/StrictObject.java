package io.keybearer.spring.selfservice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Problem;
import io.keybearer.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object that came as a body: texts, whole numbers, lists of texts. Refuses
 * everything that two readers could understand in two ways, and notes what is wrong with members so
 * that all of it is told together. For one thread.
 */
final class StrictObject {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final int MOST_ENTRIES = 100;

  private final Map<String, @Nullable Object> members;
  private final List<FieldProblem> problems;
  private final Set<String> read = new HashSet<>();

  /** What stands where no member of this form is. */
  private static final Object SOMETHING_ELSE = new Object();

  private StrictObject(Map<String, @Nullable Object> members, List<FieldProblem> problems) {
    this.members = members;
    this.problems = problems;
  }

  /**
   * Reads a body; an empty one is an object without members.
   *
   * @throws KeybearerException {@code MALFORMED_JSON}
   */
  static StrictObject parse(byte[] body) {
    if (body.length == 0) {
      return new StrictObject(Map.of(), new ArrayList<>());
    }
    try (JsonParser parser = JSON.createParser(text(body))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(parser.currentLocation());
      }
      StrictObject object = members(parser);
      if (parser.nextToken() != null) {
        throw malformed(parser.currentLocation());
      }
      return object;
    } catch (JsonProcessingException notJson) {
      throw malformed(notJson.getLocation());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException notText) {
      throw malformed(null);
    }
  }

  private static KeybearerException malformed(@Nullable JsonLocation at) {
    int line = at == null ? 1 : at.getLineNr();
    int column = at == null ? 1 : at.getColumnNr();
    return new KeybearerException(SelfServiceProblem.MALFORMED_JSON, line, column);
  }

  private static StrictObject members(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    List<FieldProblem> problems = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (members.containsKey(name)) {
        problems.add(FieldProblem.of(shown(name), SelfServiceProblem.DUPLICATE_MEMBER));
      } else {
        members.put(name, value);
      }
      if (members.size() > MOST_ENTRIES) {
        throw malformed(parser.currentLocation());
      }
    }
    return new StrictObject(members, problems);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> fit(parser.getText());
      case VALUE_NUMBER_INT -> number(parser);
      case START_ARRAY -> list(parser);
      case START_OBJECT -> {
        parser.skipChildren();
        yield SOMETHING_ELSE;
      }
      default -> SOMETHING_ELSE;
    };
  }

  private static Object number(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? SOMETHING_ELSE
        : (Object) parser.getLongValue();
  }

  private static Object list(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean good = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      good &= value(parser) instanceof String text && texts.add(text);
    }
    return good ? texts : SOMETHING_ELSE;
  }

  /** A text that every store can keep: no NUL, no half of a surrogate pair. */
  private static Object fit(String text) {
    boolean unfit = text.codePoints()
        .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    return unfit ? SOMETHING_ELSE : text;
  }

  @Nullable
  String text(String name) {
    return as(String.class, name, "a text");
  }

  @Nullable
  Long number(String name) {
    return as(Long.class, name, "a whole number");
  }

  @Nullable
  List<String> texts(String name) {
    List<?> items = as(List.class, name, "a list of texts");
    return items == null ? null : items.stream().map(String::valueOf).toList();
  }

  List<String> textsOrNone(String name) {
    List<String> texts = texts(name);
    return texts == null ? List.of() : texts;
  }

  @Nullable
  Instant instant(String name) {
    return parsed(name, "2030-01-01T00:00:00Z", Instant::parse);
  }

  @Nullable
  Duration duration(String name) {
    return parsed(name, "PT1H", Duration::parse);
  }

  <T> @Nullable T word(String name, String known, Function<String, Optional<T>> reader) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Optional<T> value = reader.apply(text);
    if (value.isEmpty()) {
      note(name, ProblemCode.UNKNOWN_VALUE, known);
    }
    return value.orElse(null);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidRequestException with everything that was wrong, and members that nobody read
   */
  void finish() {
    for (String name : members.keySet()) {
      if (!read.contains(name)) {
        note(shown(name), SelfServiceProblem.UNKNOWN_MEMBER);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }

  private <T> @Nullable T parsed(String name, String example, Function<String, T> parser) {
    String text = text(name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (DateTimeException malformed) {
      note(name, ProblemCode.WRONG_FORM, example);
      return null;
    }
  }

  private <T> @Nullable T as(Class<T> type, String name, String expected) {
    read.add(name);
    Object value = members.get(name);
    if (value != null && !type.isInstance(value)) {
      note(name, SelfServiceProblem.WRONG_TYPE, expected);
      return null;
    }
    return type.cast(value);
  }

  private void note(String path, Problem problem, Object... arguments) {
    problems.add(FieldProblem.of(path, problem, arguments));
  }

  /** A made-up name may be a key that went astray, so only plain short ones are repeated. */
  private static String shown(String name) {
    return name.matches("[a-z_]{1,32}") ? name : "?";
  }
}
