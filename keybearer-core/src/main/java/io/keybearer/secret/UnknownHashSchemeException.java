package io.keybearer.secret;

/**
 * A stored hash has a scheme, or was made with a pepper, that is not configured here. The message
 * names what is missing, and nothing secret: it is fit for an operator's log.
 */
public final class UnknownHashSchemeException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnknownHashSchemeException(String missing) {
    super(missing);
  }
}
