package io.keybearer.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The calls about the request log, none of which waits for its answer. Thread-safe; their futures fail with a
 * {@link KeybearerClientException}.
 */
public final class AsyncLogs {
  private final Transport transport;

  AsyncLogs(Transport transport) {
    this.transport = transport;
  }

  /** Lists rows, newest first. */
  public CompletableFuture<PageView<LogView>> list(Query query) {
    return transport.sendAsync(Operations.listLogs(query));
  }

  /**
   * Reports requests. What the receipt accepts is kept.
   *
   * @param reports at most 1,000
   */
  public CompletableFuture<ReportReceipt> report(List<Report> reports) {
    return transport.sendAsync(Operations.report(reports));
  }
}
