package io.keybearer.spring.selfservice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Revocation;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.limit.RateLimit;
import io.keybearer.store.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys as their owner sees them, member by member, called as the server calls them. */
final class OwnKeyJson {
  private static final JsonFactory JSON = new JsonFactory();

  private OwnKeyJson() {}

  /** What writes into an object or list. */
  private interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] one(ApiKey key, Instant now) {
    return object(json -> members(key, now, json));
  }

  /** A key just made, with its text: the one time that it is shown. */
  static byte[] issued(IssuedKey issued, Instant now) {
    return object(json -> {
      members(issued.key(), now, json);
      json.writeStringField("key", issued.text().reveal());
    });
  }

  static byte[] list(Page<ApiKey> page, Instant now) {
    return object(json -> {
      json.writeArrayFieldStart("items");
      for (ApiKey key : page.items()) {
        json.writeStartObject();
        members(key, now, json);
        json.writeEndObject();
      }
      json.writeEndArray();
      text("next_cursor", page.next() == null ? null : page.next().text(), json);
    });
  }

  private static void members(ApiKey key, Instant now, JsonGenerator json) throws IOException {
    KeyAttributes is = key.attributes();
    Revocation revocation = key.state().revocation();
    RateLimit rate = is.rateLimit();
    text("id", key.id(), json);
    text("name", is.name(), json);
    text("env", key.env(), json);
    text("prefix", key.prefix(), json);
    text("status", key.status(now).wireName(), json);
    text("scope", is.scope().wireName(), json);
    texts("permissions", is.permissions().texts(), json);
    texts("allowed_ips", is.allowedIps() == null ? null : is.allowedIps().texts(), json);
    texts(
        "allowed_referers",
        is.allowedReferers() == null ? null : is.allowedReferers().texts(),
        json);
    number("rate_limit", rate == null ? null : rate.limit(), json);
    number("rate_limit_window", rate == null ? null : rate.windowSeconds(), json);
    text("expires_at", is.expiresAt(), json);
    text("revoked_at", revocation == null ? null : revocation.at(), json);
    text("rotated_to", key.state().rotatedTo(), json);
    text("retires_at", key.state().retiresAt(), json);
    text("created_at", key.provenance().createdAt(), json);
    text("last_used_at", key.lastUse() == null ? null : key.lastUse().at(), json);
  }

  private static void text(String name, @Nullable Object value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value.toString());
    }
  }

  private static void number(String name, @Nullable Long value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void texts(String name, @Nullable List<String> values, JsonGenerator json)
      throws IOException {
    if (values == null) {
      json.writeNullField(name);
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static byte[] object(Part members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
