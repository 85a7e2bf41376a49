package io.keybearer.client;

/**
 * Nothing answered: the server could not be reached, the connection broke, the time ran out, or the
 * waiting thread was interrupted (its interrupt flag is then set again). Whether a write was done is
 * not known.
 */
public final class NoAnswerException extends KeybearerClientException {
  private static final long serialVersionUID = 1L;

  private final boolean neverSent;

  NoAnswerException(String message, boolean neverSent, Throwable cause) {
    super(message, cause);
    this.neverSent = neverSent;
  }

  /** Whether the request certainly never left: no connection was made. */
  public boolean neverSent() {
    return neverSent;
  }

  @Override
  public String code() {
    return "NO_ANSWER";
  }
}
