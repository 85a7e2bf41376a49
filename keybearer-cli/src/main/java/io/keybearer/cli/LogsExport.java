package io.keybearer.cli;

import io.keybearer.client.KeybearerClientException;
import io.keybearer.client.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer logs export}. */
@Command(
    name = "export",
    description = {
      "Write all requests that pass the filters, newest first, as CSV or as one JSON object a line.",
      "A file appears under its name once it is whole; until then its name ends in .part."
    })
final class LogsExport extends ServerCommand {
  private static final double MEGABYTE = 1_000_000;
  private static final long STEP = 1_000_000;

  @Mixin
  private LogFilterOptions filter = new LogFilterOptions();

  @Mixin
  private LogRangeOptions range = new LogRangeOptions();

  @Option(
      names = "--format",
      paramLabel = "csv|ndjson",
      description = "How rows are written (default: ndjson).")
  private Format format = Format.ndjson;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private @Nullable Path output;

  /** As it is typed. */
  enum Format {
    csv,
    ndjson
  }

  LogsExport(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Query query = range.addTo(filter.filters()).query();
    Path file = output;
    if (file == null) {
      session.client().logs().export(query, format.name(), session.terminal().out(), bytes -> {});
      return ExitStatus.OK;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long bytes = write(session, query, part);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      session.note(size(bytes) + " written to " + file + ".");
      return ExitStatus.OK;
    } catch (IOException unwritable) {
      throw CommandFailedException.unavailable("Cannot write " + file + ".");
    }
  }

  private long write(Session session, Query query, Path part) throws IOException {
    Progress progress = new Progress(session.terminal());
    try (OutputStream to = Files.newOutputStream(part)) {
      return session.client().logs().export(query, format.name(), to, progress);
    } catch (KeybearerClientException broken) {
      session.note("The export is not whole; what came is in " + part + ".");
      throw broken;
    } catch (UncheckedIOException unwritable) {
      throw new IOException(unwritable);
    } finally {
      progress.end();
    }
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }

  /** A line that is written over, where a person looks on. */
  private static final class Progress implements LongConsumer {
    private final Terminal terminal;
    private long shown;

    Progress(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void accept(long bytes) {
      if (terminal.watched() && bytes - shown >= STEP) {
        shown = bytes;
        terminal.err().print("\r" + size(bytes) + " ");
        terminal.err().flush();
      }
    }

    void end() {
      if (shown > 0) {
        terminal.err().print("\r" + " ".repeat(size(shown).length() + 1) + "\r");
        terminal.err().flush();
      }
    }
  }
}
