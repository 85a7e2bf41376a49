package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.OpenApi31;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The OpenAPI document, to which every answer of every test is held. */
public final class Contract {
  /** The document that the server ships. */
  public static final Contract DOCUMENT = new Contract();

  private static final Set<Integer> OUTSIDE_OPERATIONS = Set.of(204, 404, 405, 414, 431);
  private static final String BASE = "https://contract.test/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry schemas;

  private Contract() {
    try (InputStream in = Contract.class.getResourceAsStream("/io/keybearer/server/openapi.yaml")) {
      document = new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    schemas = SchemaRegistry.withDefaultDialect(
        OpenApi31.getInstance(), builder -> builder.schemas(Map.of(BASE, document.toString())));
  }

  /** One operation of the document. */
  public record Operation(String method, String path, JsonNode node) {
    /** As routes are named: {@code GET /v1/keys/{id}}. */
    public String label() {
      return method + " " + path;
    }

    /** The statuses it may answer. */
    public Set<String> statuses() {
      Set<String> statuses = new TreeSet<>();
      node.get("responses").fieldNames().forEachRemaining(statuses::add);
      return statuses;
    }
  }

  /** The document. */
  public JsonNode document() {
    return document;
  }

  /** Every operation, by label. */
  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(verb -> {
          String method = verb.getKey().toUpperCase(Locale.ROOT);
          Operation operation = new Operation(method, path.getKey(), verb.getValue());
          operations.put(operation.label(), operation);
        }));
    return operations;
  }

  /** The problems of a JSON text with a named schema of the document. */
  public List<Error> problems(String schema, JsonNode value) {
    return schema("/components/schemas/" + schema).validate(value);
  }

  /** Fails unless the answer is one that the document knows. */
  void check(String method, String target, Reply reply) {
    Optional<Operation> operation = operation(method, target);
    if (operation.isEmpty()) {
      return;
    }
    String label = operation.get().label() + " " + reply.status();
    JsonNode response =
        operation.get().node().get("responses").get(Integer.toString(reply.status()));
    if (response == null) {
      assertThat(OUTSIDE_OPERATIONS).as("undocumented answer " + label).contains(reply.status());
      return;
    }
    response = resolved(response);
    checkHeaders(label, response, reply);
    checkBody(label, response, reply);
  }

  private void checkHeaders(String label, JsonNode response, Reply reply) {
    response.path("headers").properties().forEach(header -> {
      if (resolved(header.getValue()).path("required").asBoolean()) {
        assertThat(reply.header(header.getKey()))
            .as(label + " has " + header.getKey())
            .isPresent();
      }
    });
  }

  private void checkBody(String label, JsonNode response, Reply reply) {
    if (!response.has("content")) {
      assertThat(reply.text()).as(label + " has no body").isEmpty();
      return;
    }
    String mediaType = reply.header("Content-Type").orElse("").split(";", 2)[0];
    JsonNode content = response.path("content").get(mediaType);
    assertThat(content).as(label + " answers " + mediaType).isNotNull();
    if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
      JsonNode schema = content.get("schema");
      String reference = schema.get("$ref").asText().substring(1);
      assertThat(schema(reference).validate(reply.json()))
          .as(label + " " + reply.text())
          .isEmpty();
    }
  }

  /** The operation that a request asks for. */
  Optional<Operation> operation(String method, String target) {
    String path = target.split("\\?", 2)[0];
    return operations().values().stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> path.matches(operation.path().replaceAll("\\{[a-z]+}", "[^/]+")))
        .min(Comparator.comparing(operation -> operation.path().contains("{")));
  }

  private Schema schema(String pointer) {
    return schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : document.at(reference.asText().substring(1));
  }
}
