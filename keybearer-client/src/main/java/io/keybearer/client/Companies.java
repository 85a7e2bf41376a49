package io.keybearer.client;

import java.time.Duration;

/** The calls about companies. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Companies {
  private final Transport transport;

  Companies(Transport transport) {
    this.transport = transport;
  }

  /** Makes a company that demands nothing of its keys. */
  public CompanyView create(String slug, String name) {
    return create(slug, name, CompanyRules.none());
  }

  /** Makes a company. */
  public CompanyView create(String slug, String name, CompanyRules rules) {
    return transport.send(Operations.createCompany(slug, name, rules));
  }

  /** Lists companies, newest first. */
  public PageView<CompanyView> list(Query query) {
    return transport.send(Operations.listCompanies(query));
  }

  /** Reads a company, by id or slug. */
  public CompanyView get(String company) {
    return transport.send(Operations.company(company));
  }

  /** Changes a company, by id or slug. */
  public CompanyView update(String company, CompanyChange change) {
    return transport.send(Operations.updateCompany(company, change));
  }

  /**
   * Switches on that the log keeps what is asked and answered with all keys of a company, for a time
   * from now.
   *
   * @param company its id or slug
   * @param length up to seven days; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   */
  public CompanyView capture(String company, Duration length, boolean request, boolean response) {
    return transport.send(Operations.capture(company, length, request, response));
  }
}
