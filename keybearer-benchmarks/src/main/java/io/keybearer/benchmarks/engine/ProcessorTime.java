package io.keybearer.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time for one call: the caller's own, and that of all threads of the process, those that
 * write the log and collect garbage too. Unlike time, it says the same on a machine that has other
 * work to do.
 */
public final class ProcessorTime implements InternalProfiler {
  static final String CALLER = "processor.caller";
  static final String ALL = "processor.all";

  private static final String CALLERS_NAME = "-jmh-worker-";
  private static final String UNIT = "ns/op";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long callersBefore;
  private long allBefore;

  /** For JMH, which makes it by its name. */
  public ProcessorTime() {}

  @Override
  public String getDescription() {
    return "processor time for one call";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    callersBefore = callers();
    allBefore = process.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double calls = Math.max(1, result.getMetadata().getAllOps());
    double all = process.getProcessCpuTime() - allBefore;
    double callers = callers() - callersBefore;
    return List.of(
        new ScalarResult(CALLER, callers / calls, UNIT, AggregationPolicy.AVG),
        new ScalarResult(ALL, all / calls, UNIT, AggregationPolicy.AVG));
  }

  private long callers() {
    long sum = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains(CALLERS_NAME)) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }
}
