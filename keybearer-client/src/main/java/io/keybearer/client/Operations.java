package io.keybearer.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked about everything but keys. */
final class Operations {
  private static final String COMPANIES = "/v1/companies";
  private static final String COMPANY = "/v1/companies/{}";
  private static final String LOGS = "/v1/logs";

  private Operations() {}

  static Operation<SelfView> self() {
    return Operation.ofObject(Call.get("/v1/self"), SelfView::read);
  }

  static Operation<CompanyView> createCompany(String slug, String name, CompanyRules rules) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("slug", slug);
    body.put("name", name);
    body.put("rules", rules.members());
    return Operation.ofObject(Call.write("POST", COMPANIES, body), CompanyView::read);
  }

  static Operation<PageView<CompanyView>> listCompanies(Query query) {
    return new Operation<>(
        Call.get(COMPANIES, query.parameters()),
        answer -> PageView.read(answer, CompanyView::read));
  }

  static Operation<CompanyView> company(String company) {
    return Operation.ofObject(Call.get(Call.path(COMPANY, company)), CompanyView::read);
  }

  static Operation<CompanyView> updateCompany(String company, CompanyChange change) {
    return Operation.ofObject(
        Call.write("PATCH", Call.path(COMPANY, company), change.members())
            .ifVersion(change.version()),
        CompanyView::read);
  }

  static Operation<CompanyView> capture(
      String company, Duration length, boolean request, boolean response) {
    String path = Call.path(COMPANY, company) + "/capture";
    return Operation.ofObject(
        Call.write("POST", path, Wire.capture(length, request, response)), CompanyView::read);
  }

  static Operation<UsageView> countUsage(Query query) {
    return Operation.ofObject(Call.get("/v1/usage", query.parameters()), UsageView::read);
  }

  static Operation<PageView<UnusedKeyView>> unusedKeys(Query query) {
    return new Operation<>(
        Call.get("/v1/usage/unused", query.parameters()),
        answer -> PageView.read(answer, UnusedKeyView::read));
  }

  static Operation<OwnerView> setOwner(String company, String user, boolean active) {
    String path = Call.path("/v1/companies/{}/owners/{}", company, user);
    return Operation.ofObject(Call.write("PUT", path, Map.of("active", active)), OwnerView::read);
  }

  static Operation<PageView<LogView>> listLogs(Query query) {
    return new Operation<>(
        Call.get(LOGS, query.parameters()), answer -> PageView.read(answer, LogView::read));
  }

  static Operation<ReportReceipt> report(List<Report> reports) {
    List<?> rows = reports.stream().map(Report::members).toList();
    return Operation.ofObject(Call.ask(LOGS, rows), ReportReceipt::read);
  }

  static Operation<NodesView> nodes() {
    return Operation.ofObject(Call.get("/v1/nodes"), NodesView::read);
  }

  static Operation<PropagationView> propagation(long sequence) {
    return Operation.ofObject(change(sequence), PropagationView::read);
  }

  static Operation<PropagationView> awaitPropagation(long sequence, Duration atMost) {
    return Operation.ofObject(change(sequence).waiting(atMost), PropagationView::read);
  }

  private static Call change(long sequence) {
    return Call.get(Call.path("/v1/changes/{}", Long.toString(sequence)));
  }
}
