package io.keybearer.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.problem.ServerProblem;

/** Reads single JSON values; each method throws {@link InvalidValueException} for another type. */
final class JsonForms {
  private JsonForms() {}

  static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    throw wrong("a text");
  }

  static boolean flag(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    throw wrong("true or false");
  }

  static long number(JsonNode node, long least, long most) {
    if (!node.isNumber()) {
      throw wrong("a whole number");
    }
    if (!node.isIntegralNumber()) {
      double value = node.doubleValue();
      throw value == Math.rint(value) && Math.abs(value) >= 1L << 53
          ? new InvalidValueException(ProblemCode.OUT_OF_RANGE, least, most)
          : wrong("a whole number");
    }
    long value = node.longValue();
    if (value < least || value > most) {
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, least, most);
    }
    return value;
  }

  static double decimal(JsonNode node, double least, double most) {
    if (!node.isNumber()) {
      throw wrong("a number");
    }
    double value = node.doubleValue();
    if (value < least || value > most) {
      throw new InvalidValueException(
          ProblemCode.OUT_OF_RANGE, Math.round(least), Math.round(most));
    }
    return value;
  }

  static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw wrong("an object");
  }

  static void array(JsonNode node) {
    if (!node.isArray()) {
      throw wrong("a list");
    }
  }

  private static InvalidValueException wrong(String expected) {
    return new InvalidValueException(ServerProblem.WRONG_TYPE, expected);
  }
}
