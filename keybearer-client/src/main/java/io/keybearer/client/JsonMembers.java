package io.keybearer.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object of an answer. Each reader demands its type and says where
 * something else was found; members that nobody asks for are left alone, so that a newer server can
 * say more.
 */
final class JsonMembers {
  private final String path;
  private final Map<?, ?> members;

  private JsonMembers(String path, Map<?, ?> members) {
    this.path = path;
    this.members = members;
  }

  /** Reads a text that must be one JSON object. */
  static JsonMembers parse(String text) {
    return of("", JsonText.parse(text));
  }

  String text(String name) {
    return present(name, textOrNull(name));
  }

  @Nullable
  String textOrNull(String name) {
    return as(String.class, name, members.get(name));
  }

  long number(String name) {
    return present(name, numberOrNull(name));
  }

  @Nullable
  Long numberOrNull(String name) {
    return as(Long.class, name, members.get(name));
  }

  int integer(String name) {
    return present(name, integerOrNull(name));
  }

  @Nullable
  Integer integerOrNull(String name) {
    Long number = numberOrNull(name);
    if (number == null) {
      return null;
    }
    if (number.intValue() != number) {
      throw unexpected(name);
    }
    return number.intValue();
  }

  @Nullable
  Double decimalOrNull(String name) {
    Number number = as(Number.class, name, members.get(name));
    return number == null ? null : number.doubleValue();
  }

  double decimal(String name) {
    return present(name, decimalOrNull(name));
  }

  Duration duration(String name) {
    return present(name, durationOrNull(name));
  }

  boolean flag(String name) {
    return present(name, as(Boolean.class, name, members.get(name)));
  }

  Instant instant(String name) {
    return present(name, instantOrNull(name));
  }

  @Nullable
  Instant instantOrNull(String name) {
    return parsed(name, Instant::parse);
  }

  @Nullable
  Duration durationOrNull(String name) {
    return parsed(name, Duration::parse);
  }

  List<String> texts(String name) {
    return present(name, textsOrNull(name));
  }

  @Nullable
  List<String> textsOrNull(String name) {
    List<?> items = as(List.class, name, members.get(name));
    if (items == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      texts.add(present(name, as(String.class, name, item)));
    }
    return List.copyOf(texts);
  }

  List<@Nullable String> textsWithGaps(String name) {
    List<@Nullable String> texts = new ArrayList<>();
    for (Object item : list(name)) {
      texts.add(as(String.class, name, item));
    }
    return texts;
  }

  /** Whole numbers; none where there is no such member, as a server of an earlier version has it. */
  List<Integer> integers(String name) {
    List<Integer> integers = new ArrayList<>();
    for (Object item : members.containsKey(name) ? list(name) : List.of()) {
      integers.add(present(name, as(Number.class, name, item)).intValue());
    }
    return integers;
  }

  Map<String, String> textMap(String name) {
    Map<?, ?> entries = present(name, as(Map.class, name, members.get(name)));
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      texts.put(
          String.valueOf(entry.getKey()), present(name, as(String.class, name, entry.getValue())));
    }
    return texts;
  }

  <T> List<T> objects(String name, Function<JsonMembers, T> reader) {
    List<T> objects = new ArrayList<>();
    List<?> items = list(name);
    for (int i = 0; i < items.size(); i++) {
      objects.add(reader.apply(of(path(name) + "[" + i + "]", items.get(i))));
    }
    return List.copyOf(objects);
  }

  <T> T object(String name, Function<JsonMembers, T> reader) {
    return reader.apply(of(path(name), members.get(name)));
  }

  <T> @Nullable T objectOrNull(String name, Function<JsonMembers, T> reader) {
    return members.get(name) == null ? null : object(name, reader);
  }

  private List<?> list(String name) {
    return present(name, as(List.class, name, members.get(name)));
  }

  private <T> @Nullable T parsed(String name, Function<String, T> parser) {
    String text = textOrNull(name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (DateTimeException malformed) {
      throw unexpected(name);
    }
  }

  private <T> @Nullable T as(Class<T> type, String name, @Nullable Object value) {
    if (value != null && !type.isInstance(value)) {
      throw unexpected(name);
    }
    return type.cast(value);
  }

  private <T> T present(String name, @Nullable T value) {
    if (value == null) {
      throw unexpected(name);
    }
    return value;
  }

  private UnreadableAnswerException unexpected(String name) {
    return new UnreadableAnswerException("The answer has no readable value at " + path(name) + ".");
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static JsonMembers of(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return new JsonMembers(path, members);
    }
    String place = path.isEmpty() ? "the top" : path;
    throw new UnreadableAnswerException("Expected a JSON object at " + place + " of the answer.");
  }
}
