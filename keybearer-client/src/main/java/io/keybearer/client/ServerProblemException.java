package io.keybearer.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered with a problem (RFC 9457). 400–499: sending the same again will not help,
 * but for 429; 503: it may.
 */
public final class ServerProblemException extends KeybearerClientException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<FieldError> errors;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;

  private ServerProblemException(
      int status,
      String code,
      String detail,
      List<FieldError> errors,
      @Nullable String requestId,
      @Nullable Duration retryAfter) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  /** Reads the problem of an answer, as far as there is one. */
  static ServerProblemException of(Answer answer) {
    if (!answer.isProblem()) {
      return unexplained(answer);
    }
    try {
      JsonMembers json = JsonMembers.parse(answer.body());
      return new ServerProblemException(
          answer.status(),
          json.text("code"),
          json.text("detail"),
          json.objects("errors", FieldError::read),
          json.textOrNull("request_id"),
          answer.retryAfter());
    } catch (UnreadableAnswerException unreadable) {
      ServerProblemException unexplained = unexplained(answer);
      unexplained.addSuppressed(unreadable);
      return unexplained;
    }
  }

  /** What the server said of one item of a batch. */
  static ServerProblemException of(BatchItem.Unanswered item) {
    return new ServerProblemException(
        item.status(), item.code(), item.detail(), item.errors(), null, null);
  }

  private static ServerProblemException unexplained(Answer answer) {
    return new ServerProblemException(
        answer.status(),
        "HTTP_" + answer.status(),
        "The server answered " + answer.status() + " and did not say why.",
        List.of(),
        answer.requestId(),
        answer.retryAfter());
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public List<FieldError> errors() {
    return errors;
  }

  @Override
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** How long the server asks to wait before the next try, when it does. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
