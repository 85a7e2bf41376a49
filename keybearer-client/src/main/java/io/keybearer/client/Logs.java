package io.keybearer.client;

import java.util.List;

/** The calls about the request log. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Logs {
  private final Transport transport;

  Logs(Transport transport) {
    this.transport = transport;
  }

  /** Lists rows, newest first. */
  public PageView<LogView> list(Query query) {
    return transport.send(Operations.listLogs(query));
  }

  /**
   * Reports requests. What the receipt accepts is kept.
   *
   * @param reports at most 1,000
   */
  public ReportReceipt report(List<Report> reports) {
    return transport.send(Operations.report(reports));
  }
}
