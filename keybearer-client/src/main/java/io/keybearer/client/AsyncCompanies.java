package io.keybearer.client;

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
}
