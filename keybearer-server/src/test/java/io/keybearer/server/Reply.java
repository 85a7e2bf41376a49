package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer of a server under test. */
public final class Reply {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpResponse<byte[]> response;

  Reply(HttpResponse<byte[]> response) {
    this.response = response;
  }

  /** The status. */
  public int status() {
    return response.statusCode();
  }

  /** A field, if there. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** All fields. */
  public Map<String, List<String>> headers() {
    return response.headers().map();
  }

  /** The body as text. */
  public String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return MAPPER.readTree(text());
    } catch (JsonProcessingException noJson) {
      throw new AssertionError("expected JSON, got " + text(), noJson);
    }
  }

  /** Fails unless the status is this one. */
  public Reply expect(int status) {
    assertThat(status()).as(text()).isEqualTo(status);
    return this;
  }

  /** Fails unless it is this problem. */
  public Reply expect(int status, String code) {
    expect(status);
    assertThat(header("Content-Type")).contains("application/problem+json");
    assertThat(json().get("code").asText()).as(text()).isEqualTo(code);
    return this;
  }

  /** The problems of fields, each as {@code path CODE}. */
  public List<String> errors() {
    List<String> errors = new ArrayList<>();
    json()
        .get("errors")
        .forEach(error ->
            errors.add(error.get("path").asText() + " " + error.get("code").asText()));
    return errors;
  }
}
