package io.keybearer.server.json;

import java.util.regex.Pattern;

/** Where something stands in a JSON text: {@code name}, {@code limits[0].window}. */
final class JsonPath {
  /** The whole of the body. */
  static final String BODY = "body";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]{1,40}");

  private JsonPath() {}

  /** A member; of a name that a client made up, a few plain characters: it could be a key's text. */
  static String member(String path, String name) {
    String shown = PLAIN.matcher(name).matches() ? name : shortened(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  static String entry(String path, int index) {
    return path + "[" + index + "]";
  }

  static String orBody(String path) {
    return path.isEmpty() ? BODY : path;
  }

  private static String shortened(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.:-]", "?");
    return plain.isEmpty() ? "?" : plain.substring(0, Math.min(16, plain.length()));
  }
}
