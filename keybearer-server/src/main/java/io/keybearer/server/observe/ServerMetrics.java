package io.keybearer.server.observe;

import io.keybearer.Keybearer;
import io.keybearer.limit.redis.RedisRateLimiter;
import io.keybearer.server.http.OwnRequests;
import io.keybearer.server.http.RequestObserver;
import io.keybearer.server.http.StoreThreads;
import io.keybearer.verification.VerificationCounts;
import io.keybearer.verification.Verifier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's metrics: requests by route, verifications by outcome, the feed and the nodes, the log,
 * the store's threads, the Java virtual machine. Safe for concurrent use.
 */
public final class ServerMetrics implements RequestObserver, AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2)
  };

  private record Kind(String method, String route, int status) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private volatile @Nullable FeedMetrics feed;

  /** Makes metrics with those of the Java virtual machine. */
  public ServerMetrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Adds what an engine counts. */
  public void observe(Keybearer keybearer) {
    Verifier verifier = keybearer.verifier();
    verifier.counts().snapshot().keySet().forEach(outcome -> countVerifications(verifier, outcome));
    Gauge.builder("keybearer.verifier.fresh", verifier, of -> of.isFresh() ? 1 : 0)
        .description("1 while verdicts are given from memory")
        .register(registry);
    feed = new FeedMetrics(keybearer, registry);
    LogMetrics.observe(keybearer.log().writer(), registry);
  }

  /** Adds what the HTTP ground counts. */
  public void observe(StoreThreads threads, OwnRequests ownRequests) {
    Gauge.builder("keybearer.store.waiting", threads, StoreThreads::waiting)
        .description("Requests that wait for a thread of the store")
        .register(registry);
    FunctionCounter.builder("keybearer.log.own.lost", ownRequests, OwnRequests::lost)
        .description("Rows of the server's own requests left without status and time")
        .register(registry);
  }

  /** Adds what is known of limits over Redis. */
  public void observe(RedisRateLimiter limits) {
    Gauge.builder("keybearer.limit.shared", limits, of -> of.isShared() ? 1 : 0)
        .description("1 while rate limits are shared over Redis")
        .register(registry);
    FunctionCounter.builder("keybearer.limit.unshared", limits, RedisRateLimiter::unsharedAnswers)
        .description("Answers of limits that were given without Redis")
        .register(registry);
    FunctionCounter.builder("keybearer.limit.round.trips", limits, RedisRateLimiter::roundTrips)
        .description("Questions of limits to Redis")
        .register(registry);
  }

  @Override
  public void answered(String method, String route, int status, long nanos) {
    Kind kind = new Kind(method, route, status);
    Timer timer = timers.get(kind);
    if (timer == null) {
      timer = timers.computeIfAbsent(kind, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** All metrics in the text format of Prometheus, version 0.0.4. */
  public String text() {
    FeedMetrics observed = feed;
    if (observed != null) {
      observed.lookAtNodes();
    }
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  private Timer timer(Kind kind) {
    return Timer.builder("keybearer.http.requests")
        .description("Requests answered, by route")
        .tag("method", kind.method())
        .tag("route", kind.route())
        .tag("status", Integer.toString(kind.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private void countVerifications(Verifier verifier, String outcome) {
    FunctionCounter.builder(
            "keybearer.verifications", verifier.counts(), counts -> count(counts, outcome))
        .description("Verifications, by outcome; those of callers of this server included")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static double count(VerificationCounts counts, String outcome) {
    Long count = counts.snapshot().get(outcome);
    return count == null ? 0 : count;
  }
}
