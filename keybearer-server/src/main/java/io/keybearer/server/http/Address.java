package io.keybearer.server.http;

import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the target of a request strictly: every %-escape has two hexadecimal digits, the bytes are
 * UTF-8 text without {@code U+0000}.
 */
final class Address {
  private static final int MOST_PARAMETERS = 64;

  private Address() {}

  /**
   * The decoded segments of a path.
   *
   * @throws KeybearerException {@code MALFORMED_ADDRESS}
   */
  static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw malformed();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(decoded(segment, false));
    }
    return segments;
  }

  /**
   * The decoded parameters of a query.
   *
   * @param known the names that the route knows
   * @throws KeybearerException {@code MALFORMED_ADDRESS}
   * @throws InvalidRequestException naming unknown and repeated parameters
   */
  static Map<String, String> parameters(String query, Set<String> known) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<FieldProblem> problems = new ArrayList<>();
    String[] parts = query.split("&", MOST_PARAMETERS + 1);
    for (int i = 0; i < Math.min(parts.length, MOST_PARAMETERS); i++) {
      if (!parts[i].isEmpty()) {
        add(parts[i], known, parameters, problems);
      }
    }
    if (parts.length > MOST_PARAMETERS) {
      throw malformed();
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return parameters;
  }

  private static void add(
      String part, Set<String> known, Map<String, String> parameters, List<FieldProblem> problems) {
    int equals = part.indexOf('=');
    String name = decoded(equals < 0 ? part : part.substring(0, equals), true);
    String value = equals < 0 ? "" : decoded(part.substring(equals + 1), true);
    if (!known.contains(name)) {
      problems.add(FieldProblem.of(shown(name), ServerProblem.UNKNOWN_PARAMETER));
    } else if (parameters.putIfAbsent(name, value) != null) {
      problems.add(FieldProblem.of(name, ServerProblem.REPEATED_PARAMETER));
    }
  }

  /** A name that a client made up, without what could harm a reader, and never a whole key. */
  private static String shown(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.length() > 32 ? plain.substring(0, 16) : plain;
  }

  private static String decoded(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return plain(text);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          throw malformed();
        }
        bytes.write(hexDigit(text.charAt(i + 1)) << 4 | hexDigit(text.charAt(i + 2)));
        i += 2;
      } else if (c > 0x7e || c < 0x21) {
        throw malformed();
      } else {
        bytes.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static String plain(String text) {
    if (text.chars().anyMatch(c -> c > 0x7e || c < 0x21)) {
      throw malformed();
    }
    return text;
  }

  private static int hexDigit(char c) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  private static String utf8(byte[] bytes) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf(0) >= 0) {
        throw malformed();
      }
      return text;
    } catch (CharacterCodingException noText) {
      throw malformed();
    }
  }

  private static KeybearerException malformed() {
    return new KeybearerException(ServerProblem.MALFORMED_ADDRESS);
  }
}
