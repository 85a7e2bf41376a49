package io.keybearer.client;

import java.util.List;
import java.util.Optional;

/**
 * A call that did not succeed: the server refused it ({@link ServerProblemException}), nothing
 * answered ({@link NoAnswerException}), or the answer made no sense ({@link
 * UnreadableAnswerException}). Never holds a key.
 *
 * <p>A key that is not valid is no exception: it is a {@link VerificationView}.
 */
public abstract sealed class KeybearerClientException extends RuntimeException
    permits ServerProblemException, NoAnswerException, UnreadableAnswerException {
  private static final long serialVersionUID = 1L;

  KeybearerClientException(String message) {
    super(message);
  }

  KeybearerClientException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The HTTP status that came, 400–599; 0 when none came. */
  public int status() {
    return 0;
  }

  /**
   * The stable name of the problem: the server's, {@code KEY_REVOKED} for example, or {@code
   * NO_ANSWER} or {@code UNREADABLE_ANSWER}.
   */
  public abstract String code();

  /** What happened and what to do, for people; in English unless the server said it. */
  public String detail() {
    return Optional.ofNullable(getMessage()).orElse("");
  }

  /** The fields that the server names as wrong; empty when it is no matter of fields. */
  public List<FieldError> errors() {
    return List.of();
  }

  /** What the server calls this request in its own log, once it has answered. */
  public Optional<String> requestId() {
    return Optional.empty();
  }
}
