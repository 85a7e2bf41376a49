package io.keybearer.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/** The header fields of every answer, whatever it is. */
public final class StandardFields {
  /** Checked once, and never changed: taken over whole, before other fields are added. */
  static final MultiMap ALWAYS = HttpHeaders.headers()
      .set(HttpHeaders.createOptimized("Cache-Control"), HttpHeaders.createOptimized("no-store"))
      .set(
          HttpHeaders.createOptimized("Content-Security-Policy"),
          HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'"))
      .set(
          HttpHeaders.createOptimized("Referrer-Policy"),
          HttpHeaders.createOptimized("no-referrer"))
      .set(
          HttpHeaders.createOptimized("X-Content-Type-Options"),
          HttpHeaders.createOptimized("nosniff"))
      .copy(false);

  private StandardFields() {}

  /** Them as they are written: a line each, with its end. */
  public static String text() {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> field : ALWAYS) {
      lines.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    return lines.toString();
  }
}
