package io.keybearer.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.Problem;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.problem.ServerProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the members of one JSON object, each by name and type, and gathers what is wrong with all of
 * them. Members that nobody has read are unknown. Not for use by several threads.
 */
public final class ObjectReader {
  private final ObjectNode object;
  private final String path;
  private final List<FieldProblem> problems;

  /** The names that somebody has asked for and found. */
  private final List<String> read = new ArrayList<>();

  private final List<ObjectReader> nested = new ArrayList<>(0);

  private ObjectReader(ObjectNode object, String path, List<FieldProblem> problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  /**
   * Begins to read a body.
   *
   * @throws InvalidRequestException when it is no object
   */
  public static ObjectReader of(JsonNode body) {
    return of(body, "");
  }

  /** Begins to read what stands at this path of a body. */
  public static ObjectReader of(JsonNode node, String path) {
    try {
      return new ObjectReader(JsonForms.object(node), path, new ArrayList<>());
    } catch (InvalidValueException noObject) {
      throw new InvalidRequestException(List.of(noObject.at(JsonPath.orBody(path))));
    }
  }

  /** Whether the object has this member, {@code null} included. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** Reads a text; an empty one is a text too. */
  public Member<String> text(String name) {
    return text(name, text -> text);
  }

  /**
   * Reads a text, and makes something of it.
   *
   * @param form throws {@link InvalidValueException} for what it cannot read
   */
  public <T> Member<T> text(String name, Function<String, T> form) {
    return read(name, node -> form.apply(JsonForms.text(node)));
  }

  /** Reads true or false. */
  public Member<Boolean> flag(String name) {
    return read(name, JsonForms::flag);
  }

  /** Reads a whole number of any size that fits a long. */
  public Member<Long> number(String name) {
    return number(name, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Reads a whole number within bounds. */
  public Member<Long> number(String name, long least, long most) {
    return read(name, node -> JsonForms.number(node, least, most));
  }

  /** Reads a number within bounds, with or without a fraction. */
  public Member<Double> decimal(String name, double least, double most) {
    return read(name, node -> JsonForms.decimal(node, least, most));
  }

  /** Reads a list of texts; for one that is none an empty text is put, so that places stay right. */
  public Member<List<String>> texts(String name) {
    return read(name, node -> {
      JsonForms.array(node);
      String at = at(name);
      List<String> texts = new ArrayList<>();
      for (JsonNode entry : node) {
        String entryAt = JsonPath.entry(at, texts.size());
        texts.add("");
        noting(entryAt, () -> texts.set(texts.size() - 1, JsonForms.text(entry)));
      }
      return texts;
    });
  }

  /** Reads a list of texts, and makes something of each; what cannot be read is left out. */
  public <T> Member<List<T>> texts(String name, Function<String, T> form) {
    return list(name, (node, at) -> form.apply(JsonForms.text(node)));
  }

  /** Reads a list of objects. */
  public Member<List<ObjectReader>> objects(String name) {
    return list(name, (node, at) -> inner(JsonForms.object(node), at));
  }

  /** Reads an object. */
  public Member<ObjectReader> object(String name) {
    return read(name, node -> inner(JsonForms.object(node), at(name)));
  }

  /** Reads an object of texts; empty stands for a {@code null}, by which a change removes. */
  public Member<Map<String, Optional<String>>> map(String name) {
    return read(name, node -> {
      String at = at(name);
      Map<String, Optional<String>> entries = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : JsonForms.object(node).properties()) {
        JsonNode value = entry.getValue();
        noting(
            JsonPath.member(at, entry.getKey()),
            () -> entries.put(
                entry.getKey(),
                value.isNull() ? Optional.empty() : Optional.of(JsonForms.text(value))));
      }
      return entries;
    });
  }

  /** Notes that a member is missing, unless it is there and not {@code null}. */
  public void require(String... names) {
    for (String name : names) {
      if (!object.hasNonNull(name)) {
        read.add(name);
        note(name, ProblemCode.REQUIRED);
      }
    }
  }

  /** Notes that a member which is there is not taken. */
  public void refuse(String name, Problem problem) {
    read.add(name);
    problems.add(FieldProblem.of(at(name), problem));
  }

  /** Notes a problem with a member. */
  public void note(String name, ProblemCode code, Object... arguments) {
    problems.add(FieldProblem.of(at(name), code, arguments));
  }

  /** What is wrong so far, unknown members included; asked for once everything has been read. */
  public List<FieldProblem> problems() {
    List<FieldProblem> all = new ArrayList<>(problems);
    addUnknown(all);
    return all;
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidRequestException when anything was wrong
   */
  public void finish() {
    List<FieldProblem> all = problems();
    if (!all.isEmpty()) {
      throw new InvalidRequestException(all);
    }
  }

  private void addUnknown(List<FieldProblem> all) {
    object.fieldNames().forEachRemaining(name -> {
      if (!read.contains(name)) {
        all.add(FieldProblem.of(at(name), ServerProblem.UNKNOWN_MEMBER));
      }
    });
    nested.forEach(inner -> inner.addUnknown(all));
  }

  private ObjectReader inner(ObjectNode node, String at) {
    ObjectReader reader = new ObjectReader(node, at, problems);
    nested.add(reader);
    return reader;
  }

  private <T> Member<T> read(String name, Function<JsonNode, T> form) {
    JsonNode node = object.get(name);
    if (node == null) {
      return Member.absent();
    }
    read.add(name);
    if (node.isNull()) {
      return new Member<>(true, null);
    }
    try {
      return new Member<>(true, form.apply(node));
    } catch (InvalidValueException wrong) {
      problems.add(wrong.at(at(name)));
      return Member.absent();
    }
  }

  private <T> Member<List<T>> list(String name, Form<T> form) {
    return read(name, node -> {
      JsonForms.array(node);
      String at = at(name);
      List<T> values = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        JsonNode entry = node.get(i);
        String entryAt = JsonPath.entry(at, i);
        noting(entryAt, () -> values.add(form.read(entry, entryAt)));
      }
      return values;
    });
  }

  private void noting(String at, Runnable reading) {
    try {
      reading.run();
    } catch (InvalidValueException wrong) {
      problems.add(wrong.at(at));
    }
  }

  private String at(String name) {
    return JsonPath.member(path, name);
  }

  /** Makes a value of an entry of a list. */
  private interface Form<T> {
    T read(JsonNode node, String at);
  }
}
