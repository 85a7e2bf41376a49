package io.keybearer.server.settings;

import java.util.List;

/** Some settings cannot be read; the start stops. Holds no value of a secret setting. */
public final class UnreadableSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** Makes an exception of all that is wrong, one line each. */
  public UnreadableSettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem. */
  public List<String> problems() {
    return problems;
  }
}
