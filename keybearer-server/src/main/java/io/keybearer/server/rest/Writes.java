package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.lifecycle.Administration;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.EntityTags;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.RememberedAnswer;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out writes: once for each Idempotency-Key of a caller and address, in one transaction with
 * the memory of the answer. Safe for concurrent use.
 */
final class Writes {
  private static final String SEQUENCE = "X-Keybearer-Sequence";

  private final Keybearer keybearer;

  Writes(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  /**
   * What a write answers.
   *
   * @param status the HTTP status
   * @param location where the thing made is found; null when nothing was made
   * @param version the version of what was written; null for what has none
   * @param body what to say now; may hold a key's text
   * @param replay what to say when the request comes again; must not
   */
  record Written(
      int status, @Nullable String location, @Nullable Long version, Buffer body, Buffer replay) {
    static Written of(
        int status,
        @Nullable String location,
        @Nullable Long version,
        Consumer<JsonWriter> members) {
      Buffer json = Buffer.buffer(JsonWriter.object(members));
      return new Written(status, location, version, json, json);
    }

    private Answer answer() {
      Answer answer = Answer.json(status, body.getBytes());
      if (location != null) {
        answer = answer.with("Location", location);
      }
      return version == null ? answer : answer.with("ETag", EntityTags.of(version));
    }

    /** Four lines: status, location, version, and the body, in which JSON has no line ends. */
    private String remembered() {
      return String.join(
          "\n",
          Integer.toString(status),
          location == null ? "" : location,
          version == null ? "" : version.toString(),
          replay.toString(StandardCharsets.UTF_8));
    }

    private static Answer recalled(String text) {
      String[] lines = text.split("\n", 4);
      return new Written(
              Integer.parseInt(lines[0]),
              lines[1].isEmpty() ? null : lines[1],
              lines[2].isEmpty() ? null : Long.valueOf(lines[2]),
              Buffer.buffer(lines[3]),
              Buffer.buffer())
          .answer();
    }
  }

  /**
   * What was done.
   *
   * @param answer what to say, with the number
   * @param sequence its number in the change feed, see {@link Administration.Done}
   */
  record Done(Answer answer, long sequence) {
    Done {
      answer = answer.with(SEQUENCE, Long.toString(sequence));
    }
  }

  /** Does the work, or answers what it came to before. */
  Answer answer(Call call, Function<Administration, Written> work) {
    return done(call, work).answer();
  }

  /** Does the work, or says what it came to before, and under which number. */
  Done done(Call call, Function<Administration, Written> work) {
    Administration administration = keybearer.administration(call.holder());
    Optional<String> key = call.idempotencyKey();
    if (key.isEmpty()) {
      Administration.Done<Written> done = administration.inOneTransaction(work);
      return new Done(done.value().answer(), done.sequence());
    }
    String target = call.route().label() + " " + call.segments();
    RememberedAnswer.Name name =
        new RememberedAnswer.Name(call.key().id().toString(), target, key.get());
    Administration.Once<Answer> once = administration.once(name, digest(call), within -> {
      Written written = work.apply(within);
      return new Administration.Answered<>(written.answer(), written.remembered());
    });
    return new Done(once.fresh().orElseGet(() -> Written.recalled(once.answer())), once.sequence());
  }

  private static String digest(Call call) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(call.body().getBytes()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
