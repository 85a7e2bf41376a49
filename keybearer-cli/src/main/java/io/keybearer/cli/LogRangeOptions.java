package io.keybearer.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When rows of the log were made, and what became of their requests. */
final class LogRangeOptions {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Answered with this, such as 200, 4xx or 400-404.")
  private @Nullable String status;

  @Option(
      names = "--slower-than",
      paramLabel = "MS",
      description = "That took at least so many milliseconds.")
  private @Nullable String slowerThan;

  @Option(
      names = "--completed",
      paramLabel = "true|false",
      arity = "1",
      description = "Whether it is known what was answered.")
  private @Nullable Boolean completed;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "At or after.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Before.")
  private @Nullable Instant until;

  Filters addTo(Filters filters) {
    return filters
        .add("status", status)
        .add("min_execution_time", slowerThan)
        .add("completed", completed)
        .add("from", from)
        .add("until", until);
  }
}
