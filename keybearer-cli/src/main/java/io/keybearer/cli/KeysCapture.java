package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys capture}. */
@Command(
    name = "capture",
    description = "Keep what is asked and answered with a key in the log, for a time.")
final class KeysCapture extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Mixin
  private CaptureOptions capture = new CaptureOptions();

  KeysCapture(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    ApiKeyView changed = session
        .client()
        .keys()
        .capture(id, capture.length(), capture.request(), capture.response());
    String text = CaptureOptions.text(changed.capture());
    return session.done("Key " + changed.name() + " (" + changed.prefix() + ")"
        + (text == null ? " is not captured." : ": the log keeps " + text + "."));
  }
}
