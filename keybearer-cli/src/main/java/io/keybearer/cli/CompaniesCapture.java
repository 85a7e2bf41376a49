package io.keybearer.cli;

import io.keybearer.client.CompanyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keybearer companies capture}. */
@Command(
    name = "capture",
    description =
        "Keep what is asked and answered with all keys of a company in the log, for a time.")
final class CompaniesCapture extends ServerCommand {
  @Parameters(paramLabel = "COMPANY", description = "Its id or slug.")
  private String company = "";

  @Mixin
  private CaptureOptions capture = new CaptureOptions();

  CompaniesCapture(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    CompanyView changed = session
        .client()
        .companies()
        .capture(company, capture.length(), capture.request(), capture.response());
    String text = CaptureOptions.text(changed.capture());
    return session.done("Company " + changed.slug()
        + (text == null ? " is not captured." : ": the log keeps " + text + "."));
  }
}
