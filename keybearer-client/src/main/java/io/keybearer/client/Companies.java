package io.keybearer.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls about companies. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Companies {
  private static final String ALL = "/v1/companies";
  private static final String ONE = "/v1/companies/{}";

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
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("slug", slug);
    body.put("name", name);
    body.put("rules", rules.members());
    return read(transport.send(Call.write("POST", ALL, body)));
  }

  /** Lists companies, newest first. */
  public PageView<CompanyView> list(Query query) {
    return PageView.read(transport.send(Call.get(ALL, query.parameters())), CompanyView::read);
  }

  /** Reads a company, by id or slug. */
  public CompanyView get(String company) {
    return read(transport.send(Call.get(Call.path(ONE, company))));
  }

  /** Changes a company, by id or slug. */
  public CompanyView update(String company, CompanyChange change) {
    return read(transport.send(Call.write("PATCH", Call.path(ONE, company), change.members())
        .ifVersion(change.version())));
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
    String path = Call.path(ONE, company) + "/capture";
    return read(transport.send(Call.write("POST", path, Wire.capture(length, request, response))));
  }

  private static CompanyView read(String answer) {
    return CompanyView.read(JsonMembers.parse(answer));
  }
}
