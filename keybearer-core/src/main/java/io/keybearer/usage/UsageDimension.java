package io.keybearer.usage;

import java.util.Locale;

/** What usage can be divided by. */
public enum UsageDimension {
  /** The key. */
  KEY,
  /** The company. */
  COMPANY,
  /** The form of the endpoint. */
  ENDPOINT,
  /** The method. */
  METHOD,
  /** The status answered. */
  STATUS,
  /** The verification code. */
  OUTCOME;

  /** The name on the wire, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
