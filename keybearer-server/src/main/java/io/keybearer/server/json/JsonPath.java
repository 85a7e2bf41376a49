package io.keybearer.server.json;

/** Where something stands in a JSON text: {@code name}, {@code limits[0].window}. */
final class JsonPath {
  /** The whole of the body. */
  static final String BODY = "body";

  private static final int LONGEST_PLAIN = 40;

  private JsonPath() {}

  /** A member; of a name that a client made up, a few plain characters: it could be a key's text. */
  static String member(String path, String name) {
    String shown = isPlain(name) ? name : shortened(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  static String entry(String path, int index) {
    return path + "[" + index + "]";
  }

  static String orBody(String path) {
    return path.isEmpty() ? BODY : path;
  }

  /** Looks by hand: this happens for every member of every body. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "_.:-".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_PLAIN;
  }

  private static String shortened(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.:-]", "?");
    return plain.isEmpty() ? "?" : plain.substring(0, Math.min(16, plain.length()));
  }
}
