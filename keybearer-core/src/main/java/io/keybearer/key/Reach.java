package io.keybearer.key;

/**
 * Which companies' things a caller can see and touch. Every query that could cross companies takes
 * one; what lies outside is answered as if it did not exist.
 */
public sealed interface Reach {
  /** Whether things of this company are within reach. */
  boolean includes(CompanyId company);

  /** The reach of the platform. */
  static Reach everywhere() {
    return Everywhere.PLATFORM;
  }

  /** The reach of one company's holder; of the platform company, everywhere. */
  static Reach of(CompanyId company) {
    return company.isPlatform() ? Everywhere.PLATFORM : new InCompany(company);
  }

  /** Every company. */
  enum Everywhere implements Reach {
    /** The platform. */
    PLATFORM;

    @Override
    public boolean includes(CompanyId company) {
      return true;
    }
  }

  /** One company alone. */
  record InCompany(CompanyId company) implements Reach {
    @Override
    public boolean includes(CompanyId other) {
      return company.equals(other);
    }
  }
}
