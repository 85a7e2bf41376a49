package io.keybearer.log;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many of the machine's processors (or of the container's) others have left idle of late, apart
 * from an eighth of all that is theirs in any case. What the asking thread has used itself counts as
 * idle. Nothing is, where the system does not tell. For one thread.
 */
final class IdleProcessors implements DoubleSupplier {
  private static final double SPARED = 1.0 / 8;

  /** Linux counts in steps of 10 ms. */
  private static final long OFTEN_ENOUGH = Duration.ofMillis(200).toNanos();

  private final Readings readings;
  private final LongSupplier nanoTime;
  private boolean asked;
  private long askedAt;
  private long ownThen;
  private double idle;

  IdleProcessors(Readings readings, LongSupplier nanoTime) {
    this.readings = readings;
    this.nanoTime = nanoTime;
  }

  /** What the system tells. */
  interface Readings {
    /** How many processors there are. */
    int processors();

    /** The share of their time that was used since this was last asked; negative when unknown. */
    double load();

    /** The processor time of this thread, in nanoseconds; negative when unknown. */
    long own();
  }

  @Override
  public double getAsDouble() {
    long now = nanoTime.getAsLong();
    long span = now - askedAt;
    if (!asked || span >= OFTEN_ENOUGH) {
      long own = readings.own();
      double load = readings.load();
      idle = asked && own >= 0 && load >= 0 ? left(load, (double) (own - ownThen) / span) : 0;
      asked = true;
      askedAt = now;
      ownThen = own;
    }
    return idle;
  }

  private double left(double load, double own) {
    return Math.max(0, readings.processors() * (1 - load - SPARED) + own);
  }

  /** What this system tells. */
  static Readings ofSystem() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    @Nullable
    OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known
            ? known
            : null;
    return new Readings() {
      @Override
      public int processors() {
        return Runtime.getRuntime().availableProcessors();
      }

      @Override
      public double load() {
        return system == null ? -1 : system.getCpuLoad();
      }

      @Override
      public long own() {
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
      }
    };
  }
}
