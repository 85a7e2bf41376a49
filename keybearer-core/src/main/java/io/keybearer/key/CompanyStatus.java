package io.keybearer.key;

import java.util.Arrays;
import java.util.Optional;

/** Whether a company's keys are honoured. */
public enum CompanyStatus {
  /** They are. */
  ACTIVE("active"),
  /** None is: each answers {@code COMPANY_SUSPENDED}. */
  SUSPENDED("suspended");

  private final String wireName;

  CompanyStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The lower-case name used on the wire and in the database. */
  public String wireName() {
    return wireName;
  }

  /** Finds the status with this wire name, or nothing. */
  public static Optional<CompanyStatus> fromWireName(String name) {
    return Arrays.stream(values())
        .filter(status -> status.wireName.equals(name))
        .findFirst();
  }
}
