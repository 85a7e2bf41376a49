package io.keybearer.cli;

import io.keybearer.client.KeybearerClientException;
import io.keybearer.client.Report;
import io.keybearer.client.ReportReceipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer logs ship}. */
@Command(
    name = "ship",
    description = {
      "Complete rows of the request log from the access log of a gateway, as it grows.",
      "Needs the key that the gateway shows, which must also hold keybearer:logs."
    })
final class LogsShip extends ServerCommand {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "FILE", description = "The access log.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "Who writes it: ${COMPLETION-CANDIDATES}.")
  private AccessLogLine.Format format = AccessLogLine.Format.NGINX;

  @Option(
      names = "--position",
      paramLabel = "FILE",
      description =
          "Where to note what has been sent (default: the access log's name and .position).")
  private @Nullable Path position;

  @Option(names = "--once", description = "End at the end of the file instead of waiting for more.")
  private boolean once;

  private long sent;
  private long refused;

  LogsShip(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Path noted =
        position == null ? file.resolveSibling(file.getFileName() + ".position") : position;
    FollowedFile lines = new FollowedFile(file, noted);
    while (true) {
      FollowedFile.Batch batch = lines.next();
      if (!batch.isEmpty()) {
        send(session, batch);
        lines.done(batch);
      } else if (once) {
        break;
      } else if (!pause(LOOK_AGAIN)) {
        break;
      }
    }
    session.note(
        sent + " rows completed, " + refused + " refused: of another gateway, or complete.");
    return ExitStatus.OK;
  }

  private void send(Session session, FollowedFile.Batch batch) {
    List<Report> reports = new ArrayList<>();
    for (String line : batch.lines()) {
      AccessLogLine.read(format, line).ifPresent(reports::add);
    }
    if (reports.isEmpty()) {
      return;
    }
    ReportReceipt receipt = sendUntilTaken(session, reports);
    session.answers().forget();
    sent += receipt.accepted();
    refused += receipt.rejected().size();
  }

  /** A server that is away, or full, is asked again for as long as it takes; unless only once. */
  private ReportReceipt sendUntilTaken(Session session, List<Report> reports) {
    Duration wait = LOOK_AGAIN;
    while (true) {
      try {
        return session.client().logs().report(reports);
      } catch (KeybearerClientException failure) {
        boolean passes =
            failure.status() < 400 || failure.status() == 429 || failure.status() >= 500;
        if (once || !passes || !pause(wait)) {
          throw failure;
        }
        session.note(failure.detail() + " Trying again.");
        wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
            ? LONGEST_PAUSE
            : wait.multipliedBy(2);
      }
    }
  }

  /** Waits; false when the process is to end. */
  private static boolean pause(Duration span) {
    try {
      return !new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
