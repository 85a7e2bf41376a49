package io.keybearer.client;

/**
 * One field of a request that the server did not accept.
 *
 * @param path where, as on the wire: {@code name}, {@code allowed_ips[2]}
 * @param code the stable name of the problem
 * @param detail what was expected, for people
 */
public record FieldError(String path, String code, String detail) {
  static FieldError read(JsonMembers json) {
    return new FieldError(json.text("path"), json.text("code"), json.text("detail"));
  }
}
