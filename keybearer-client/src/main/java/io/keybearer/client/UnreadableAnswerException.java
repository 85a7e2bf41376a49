package io.keybearer.client;

/**
 * Something answered, and not as the contract says; often the address is that of another server.
 * Whether a write was done is not known.
 */
public final class UnreadableAnswerException extends KeybearerClientException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "UNREADABLE_ANSWER";
  }
}
