package io.keybearer.server.page;

import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** The routes of {@code /openapi.yaml} and {@code /docs}, open to everybody. */
public final class DocumentRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String A_DAY = "public, max-age=86400";
  private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String CONTRACT = "/io/keybearer/server/openapi.yaml";

  private DocumentRoutes() {}

  /** Makes the routes; fails when a file of theirs is not on the class path. */
  public static List<Route> all() {
    String swagger = "/META-INF/resources/webjars/swagger-ui/" + webjarVersion() + "/";
    String own = "/io/keybearer/server/page/";
    return List.of(
        file("/openapi.yaml", CONTRACT, "application/yaml"),
        page("/docs", own + "docs.html"),
        asset("/docs/start.js", own + "start.js", "text/javascript; charset=utf-8"),
        asset("/docs/page.css", own + "page.css", "text/css; charset=utf-8"),
        asset("/docs/swagger-ui.css", swagger + "swagger-ui.css", "text/css; charset=utf-8"),
        asset(
            "/docs/swagger-ui-bundle.js",
            swagger + "swagger-ui-bundle.js",
            "text/javascript; charset=utf-8"),
        asset("/docs/favicon.png", swagger + "favicon-32x32.png", "image/png"));
  }

  private static Route page(String path, String resource) {
    Answer answer = Answer.of(200, "text/html; charset=utf-8", bytes(resource))
        .with("Content-Security-Policy", POLICY);
    return open(path, answer);
  }

  private static Route asset(String path, String resource, String mediaType) {
    return open(path, Answer.of(200, mediaType, bytes(resource)).with("Cache-Control", A_DAY));
  }

  private static Route file(String path, String resource, String mediaType) {
    return open(path, Answer.of(200, mediaType, bytes(resource)));
  }

  private static Route open(String path, Answer answer) {
    return Route.get(path, Requirement.open(), Set.of(), Handler.atOnce(call -> answer));
  }

  private static String webjarVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR)) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version");
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = DocumentRoutes.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("expected the file " + resource + " on the class path");
    }
    return in;
  }
}
