package io.keybearer.store.jdbc;

import io.keybearer.store.RememberedAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What writes answered to the requests that first carried their idempotency keys. */
final class Answers {
  private static final String RECALL = """
      SELECT a.request_digest, a.answer, a.at
      FROM keybearer_answer a
      WHERE a.caller = ? AND a.route = ? AND a.idempotency_key = ?
      """;

  private static final String REMEMBER = """
      INSERT INTO keybearer_answer (caller, route, idempotency_key, request_digest, answer, at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (caller, route, idempotency_key) DO UPDATE
      SET request_digest = excluded.request_digest, answer = excluded.answer, at = excluded.at
      """;

  private static final String FORGET = "DELETE FROM keybearer_answer WHERE at < ?";

  private Answers() {}

  /** Locks the name until the transaction ends, then looks. */
  static Optional<RememberedAnswer> recall(Session session, RememberedAnswer.Name name)
      throws SQLException {
    session.dialect().lockNumber(session, number(name));
    return session.first(
        RECALL,
        p -> p.text(name.caller()).text(name.route()).text(name.key()),
        row -> new RememberedAnswer(
            row.text("request_digest"), row.text("answer"), row.instant("at")));
  }

  static void remember(Session session, RememberedAnswer.Name name, RememberedAnswer answer)
      throws SQLException {
    session.update(
        REMEMBER,
        p -> p.text(name.caller())
            .text(name.route())
            .text(name.key())
            .text(answer.requestDigest())
            .text(answer.answer())
            .instant(answer.at()));
  }

  static int forget(Session session, Instant before) throws SQLException {
    return session.update(FORGET, p -> p.bound(before));
  }

  /** 64 bits that stand for the name; should two names ever share them, one waits in vain. */
  private static long number(RememberedAnswer.Name name) {
    String text = String.join("\n", "answer", name.caller(), name.route(), name.key());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
