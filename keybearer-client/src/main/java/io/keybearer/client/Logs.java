package io.keybearer.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongConsumer;

/** The calls about the request log. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Logs {
  private static final String EXPORT = "/v1/logs/export";
  private static final int PIECE = 64 * 1024;

  private final Transport transport;

  Logs(Transport transport) {
    this.transport = transport;
  }

  /** Lists rows, newest first. */
  public PageView<LogView> list(Query query) {
    return transport.send(Operations.listLogs(query));
  }

  /**
   * Follows the log: rows as they come, from now on or from {@code after} on.
   *
   * @param query filters of the log, but for {@code status}, {@code min_execution_time}, {@code
   *     completed}, {@code from} and {@code until}; {@code seconds}: how long, a day unless said
   * @return for whoever closes it
   */
  public LogStream follow(Query query) {
    return new LogStream(transport, query.parameters());
  }

  /**
   * Copies all rows that pass the filters, as they come, newest first.
   *
   * @param format {@code csv} or {@code ndjson}
   * @param to where; not closed
   * @param progress hears now and then how many bytes were copied
   * @return how many bytes there are
   * @throws NoAnswerException when the answer was broken off: what was copied is a part
   * @throws UncheckedIOException when it could not be written
   */
  public long export(Query query, String format, OutputStream to, LongConsumer progress) {
    Call call = Call.get(EXPORT, query.where("format", format).parameters());
    byte[] piece = new byte[PIECE];
    long copied = 0;
    try (InputStream from = transport.open(call, "text/csv, application/x-ndjson")) {
      for (int read = read(from, piece); read >= 0; read = read(from, piece)) {
        to.write(piece, 0, read);
        copied += read;
        progress.accept(copied);
      }
      to.flush();
      return copied;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static int read(InputStream from, byte[] piece) {
    try {
      return from.read(piece);
    } catch (IOException broken) {
      throw new NoAnswerException("The export was broken off before its end.", false, broken);
    }
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
