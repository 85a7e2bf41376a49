package io.keybearer.cli;

import io.keybearer.client.CaptureView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what is captured, and for how long. */
final class CaptureOptions {
  @ArgGroup(multiplicity = "1")
  private Span span = new Span();

  @ArgGroup
  private @Nullable Part part;

  /** For a time, or no more. */
  static final class Span {
    @Option(
        names = "--for",
        paramLabel = "DURATION",
        converter = OptionForms.ADuration.class,
        description = "For how long from now, such as PT1H; at most P7D.")
    private @Nullable Duration length;

    @Option(names = "--off", description = "End it now.")
    private boolean off;
  }

  /** One payload alone. */
  static final class Part {
    @Option(names = "--request-only", description = "Keep what is asked alone.")
    private boolean request;

    @Option(names = "--response-only", description = "Keep what is answered alone.")
    private boolean response;
  }

  Duration length() {
    return span.off || span.length == null ? Duration.ZERO : span.length;
  }

  boolean request() {
    return part == null || !part.response;
  }

  boolean response() {
    return part == null || !part.request;
  }

  /** What is captured, in words; null when nothing is. */
  static @Nullable String text(@Nullable CaptureView capture) {
    if (capture == null) {
      return null;
    }
    String what = capture.request() && capture.response()
        ? "requests and responses"
        : capture.request() ? "requests" : "responses";
    return what + " until " + Printable.instant(capture.until());
  }
}
