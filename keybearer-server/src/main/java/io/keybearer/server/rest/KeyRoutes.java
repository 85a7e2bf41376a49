package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.EntityTags;
import io.keybearer.server.http.Parameters;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keys: issued, read, listed, changed. What ends or renews them stands in {@link KeyActions}. */
final class KeyRoutes {
  static final Requirement KEYS = Requirement.holding(ReservedPermission.KEYS);
  private static final Requirement READ = Requirement.holding(ReservedPermission.READ);
  private static final Set<String> FILTERS = Pages.parameters(
      "company",
      "user",
      "type",
      "scope",
      "status",
      "prefix",
      "text",
      "expires_from",
      "expires_until",
      "last_used_from",
      "last_used_until");

  private final Keybearer keybearer;
  private final Writes writes;

  KeyRoutes(Keybearer keybearer, Writes writes) {
    this.keybearer = keybearer;
    this.writes = writes;
  }

  List<Route> routes() {
    return List.of(
        Route.of(HttpMethod.POST, "/v1/keys", KEYS, BodyRule.json(), this::create),
        Route.get("/v1/keys", READ, FILTERS, this::list),
        Route.get("/v1/keys/{id}", READ, Set.of(), this::get),
        Route.of(HttpMethod.PATCH, "/v1/keys/{id}", KEYS, BodyRule.mergePatch(), this::change));
  }

  private Answer create(Call call) {
    Consumer<KeyDraft> wanted = KeyReader.creation(Bodies.object(call));
    return writes.answer(call, administration -> {
      KeyDraft draft = KeyDraft.blank();
      wanted.accept(draft);
      return issued(administration.keys().issue(draft), keybearer.clock().instant());
    });
  }

  private Answer list(Call call) {
    Parameters asked = call.parameters();
    PageRequest page = Pages.asked(call);
    CompanyRef company = asked.read("company", CompanyRef::parse);
    KeyFilter filter = filter(asked, null);
    asked.finish();
    if (company != null) {
      CompanyId id =
          keybearer.administration(call.holder()).companies().get(company).id();
      filter = filter(asked, id);
    }
    Instant now = keybearer.clock().instant();
    return Pages.answer(
        keybearer.administration(call.holder()).keys().list(filter, page),
        (key, json) -> KeyJson.write(key, now, json));
  }

  private static KeyFilter filter(Parameters asked, @Nullable CompanyId company) {
    return new KeyFilter(
        company,
        asked.text("user", 1, 255),
        asked.read("type", Forms.oneOf(KeyType.values(), KeyType::wireName)),
        asked.read("scope", Forms.oneOf(Scope.values(), Scope::wireName)),
        asked.read("status", Forms.oneOf(KeyStatus.values(), KeyStatus::wireName)),
        asked.read("prefix", KeyRoutes::prefix),
        asked.text("text", 1, 100),
        asked.read("expires_from", Forms::instant),
        asked.read("expires_until", Forms::instant),
        asked.read("last_used_from", Forms::instant),
        asked.read("last_used_until", Forms::instant));
  }

  private Answer get(Call call) {
    ApiKey key = keybearer.administration(call.holder()).keys().get(named(call));
    Instant now = keybearer.clock().instant();
    return Answer.json(200, JsonWriter.object(json -> KeyJson.write(key, now, json)))
        .with("ETag", EntityTags.of(key.provenance().version()));
  }

  private Answer change(Call call) {
    ApiKeyId id = named(call);
    Consumer<KeyDraft> wanted = KeyReader.change(Bodies.object(call));
    return writes.answer(
        call,
        administration -> written(
            administration.keys().change(id, call.ifVersion(), wanted),
            keybearer.clock().instant()));
  }

  /** What is answered with a key that was just made: its text, once. */
  static Writes.Written issued(IssuedKey issued, Instant now) {
    ApiKey key = issued.key();
    byte[] shown = JsonWriter.object(json -> {
      KeyJson.write(key, now, json);
      json.text("key", issued.text().reveal());
      json.flag("key_shown", true);
    });
    byte[] replay = JsonWriter.object(json -> {
      KeyJson.write(key, now, json);
      json.flag("key_shown", false);
    });
    return new Writes.Written(
        201,
        "/v1/keys/" + key.id(),
        key.provenance().version(),
        Buffer.buffer(shown),
        Buffer.buffer(replay));
  }

  /** What is answered with a key that was changed. */
  static Writes.Written written(ApiKey key, Instant now) {
    return Writes.Written.of(
        200, null, key.provenance().version(), json -> KeyJson.write(key, now, json));
  }

  /** The key that the path names; a text that is no id names none. */
  static ApiKeyId named(Call call) {
    return ApiKeyId.parse(call.segment("id")).orElseThrow(NotFoundException::new);
  }

  static String prefix(String text) {
    if (text.matches("[0-9A-Za-z]{12}")) {
      return text;
    }
    throw new InvalidValueException(ProblemCode.WRONG_FORM, "4fJ9xQ2mTb7L");
  }
}
