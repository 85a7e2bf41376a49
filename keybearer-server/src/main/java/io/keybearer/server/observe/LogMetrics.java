package io.keybearer.server.observe;

import io.keybearer.log.LogWriter;
import io.keybearer.log.SpoolStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The metrics of the log's writer and of its spool. */
final class LogMetrics {
  private static final double MILLIS_A_SECOND = 1_000.0;

  private LogMetrics() {}

  static void observe(LogWriter writer, MeterRegistry registry) {
    FunctionCounter.builder("keybearer.log.written", writer, LogWriter::written)
        .description("Log entries written to the database")
        .register(registry);
    FunctionCounter.builder("keybearer.log.dropped", writer, LogWriter::dropped)
        .description("Rows of verifications dropped for want of room")
        .register(registry);
    FunctionCounter.builder("keybearer.log.refused", writer, LogWriter::refused)
        .description("Reports refused for want of room")
        .register(registry);
    Gauge.builder("keybearer.log.waiting", writer, LogWriter::waiting)
        .description("Handovers that wait in memory")
        .register(registry);
    if (writer.spool().isPresent()) {
      observeSpool(writer, registry);
    }
  }

  private static void observeSpool(LogWriter writer, MeterRegistry registry) {
    FunctionCounter.builder("keybearer.log.unapplied", writer, LogWriter::unapplied)
        .description("Acknowledged completions that will never be applied")
        .register(registry);
    gauge(writer, "bytes", SpoolStatus::bytes)
        .description("Bytes that the spool takes on the disk")
        .register(registry);
    gauge(writer, "bytes.most", SpoolStatus::mostBytes)
        .description("Bytes that it may take")
        .register(registry);
    gauge(writer, "bytes.waiting", SpoolStatus::waitingBytes)
        .description("Bytes of it that are not in the database yet")
        .register(registry);
    gauge(writer, "behind", status -> status.behind().toMillis() / MILLIS_A_SECOND)
        .description("How long the oldest entry of the spool has waited, at most")
        .baseUnit("seconds")
        .register(registry);
    gauge(writer, "takes", status -> status.takes() ? 1 : 0)
        .description("0 while the spool is full or cannot be written")
        .register(registry);
    counter(writer, "damaged", SpoolStatus::damaged)
        .description("Stretches of the spool that could not be read, whose entries are lost")
        .register(registry);
    counter(writer, "set.aside", SpoolStatus::setAside)
        .description("Entries that the database could not take, each in a file of its own")
        .register(registry);
  }

  private static Gauge.Builder<LogWriter> gauge(
      LogWriter writer, String name, ToDoubleFunction<SpoolStatus> value) {
    return Gauge.builder("keybearer.log.spool." + name, writer, of -> read(of, value));
  }

  private static FunctionCounter.Builder<LogWriter> counter(
      LogWriter writer, String name, ToDoubleFunction<SpoolStatus> value) {
    return FunctionCounter.builder("keybearer.log.spool." + name, writer, of -> read(of, value));
  }

  private static double read(LogWriter writer, ToDoubleFunction<SpoolStatus> value) {
    return writer.spool().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
