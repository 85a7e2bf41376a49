package io.keybearer.client;

import java.util.List;

/** The calls about the request log. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Logs {
  private static final String ALL = "/v1/logs";

  private final Transport transport;

  Logs(Transport transport) {
    this.transport = transport;
  }

  /** Lists rows, newest first. */
  public PageView<LogView> list(Query query) {
    return PageView.read(transport.send(Call.get(ALL, query.parameters())), LogView::read);
  }

  /**
   * Reports requests. What the receipt accepts is kept.
   *
   * @param reports at most 1,000
   */
  public ReportReceipt report(List<Report> reports) {
    List<?> rows = reports.stream().map(Report::members).toList();
    return ReportReceipt.read(JsonMembers.parse(transport.send(Call.ask(ALL, rows))));
  }
}
