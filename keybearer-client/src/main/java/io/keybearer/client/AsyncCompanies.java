package io.keybearer.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The calls about companies, none of which waits for its answer. Thread-safe; their futures fail with a
 * {@link KeybearerClientException}.
 */
public final class AsyncCompanies {
  private final Transport transport;

  AsyncCompanies(Transport transport) {
    this.transport = transport;
  }

  /** Makes a company that demands nothing of its keys. */
  public CompletableFuture<CompanyView> create(String slug, String name) {
    return create(slug, name, CompanyRules.none());
  }

  /** Makes a company. */
  public CompletableFuture<CompanyView> create(String slug, String name, CompanyRules rules) {
    return transport.sendAsync(Operations.createCompany(slug, name, rules));
  }

  /** Lists companies, newest first. */
  public CompletableFuture<PageView<CompanyView>> list(Query query) {
    return transport.sendAsync(Operations.listCompanies(query));
  }

  /** Reads a company, by id or slug. */
  public CompletableFuture<CompanyView> get(String company) {
    return transport.sendAsync(Operations.company(company));
  }

  /** Changes a company, by id or slug. */
  public CompletableFuture<CompanyView> update(String company, CompanyChange change) {
    return transport.sendAsync(Operations.updateCompany(company, change));
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
  public CompletableFuture<CompanyView> capture(
      String company, Duration length, boolean request, boolean response) {
    return transport.sendAsync(Operations.capture(company, length, request, response));
  }
}
