package io.keybearer.server;

import io.keybearer.Keybearer;
import io.keybearer.KeybearerBuilder;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.log.LogSpool;
import io.keybearer.server.gateway.GatewayChecks;
import io.keybearer.server.gateway.GatewayRoutes;
import io.keybearer.server.gateway.envoy.GrpcServices;
import io.keybearer.server.http.Dispatcher;
import io.keybearer.server.http.Doorkeeper;
import io.keybearer.server.http.OwnRequests;
import io.keybearer.server.http.RequestIds;
import io.keybearer.server.http.Route;
import io.keybearer.server.http.RouteTable;
import io.keybearer.server.http.StoreThreads;
import io.keybearer.server.http.Streams;
import io.keybearer.server.lane.LaneTerms;
import io.keybearer.server.observe.ObservationRoutes;
import io.keybearer.server.observe.ServerMetrics;
import io.keybearer.server.page.DocumentRoutes;
import io.keybearer.server.rest.RestRoutes;
import io.keybearer.server.settings.Settings;
import io.keybearer.server.sink.LogFiles;
import io.keybearer.store.Store;
import io.keybearer.store.jdbc.SchemaSql;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A running server: one engine over one store behind one port. Start it, and stop it once. Safe for
 * concurrent use.
 */
public final class Server implements AutoCloseable {
  /** How many may follow the log at once, and how many may take it away. */
  private static final int MOST_FOLLOWERS = 32;

  private final Settings settings;
  private final Keybearer keybearer;
  private final SharedLimits limits;
  private final StoreThreads threads;
  private final ServerMetrics metrics = new ServerMetrics();
  private final Streams streams = new Streams(MOST_FOLLOWERS);
  private final Listener listener = new Listener();
  private final GatewayChecks gatewayChecks;
  private final RouteTable routes;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  private Server(Settings settings, Keybearer keybearer, SharedLimits limits) {
    this.settings = settings;
    this.keybearer = keybearer;
    this.limits = limits;
    this.threads = new StoreThreads(settings.database().connections(), System::nanoTime);
    this.gatewayChecks =
        new GatewayChecks(keybearer.verifier(), settings.clientAddress(), System::nanoTime);
    this.routes = new RouteTable(allRoutes());
  }

  /**
   * Opens the database that the settings name, and starts. The first start over a database makes the
   * first key of the platform and hands it over, once.
   *
   * @param out where the address is said, and the first key unless it goes to a file
   * @throws ServerStartException when the port cannot be opened, or the database does not answer
   * @throws io.keybearer.store.jdbc.UnusableDatabaseException when the database cannot be used
   */
  public static Server start(Settings settings, PrintStream out) {
    return start(settings, Databases.open(settings), out);
  }

  /** Starts over a store, which the server closes in the end. */
  public static Server start(Settings settings, Store store, PrintStream out) {
    SharedLimits limits = new SharedLimits(settings.redis());
    Keybearer keybearer =
        spooled(engine(settings, store), settings).limiter(limits).open();
    Server server = new Server(settings, keybearer, limits);
    try {
      // The port first: a key that is committed is announced, whatever the port comes to.
      server.open();
      FirstKey firstKey = new FirstKey(settings.bootstrapKeyFile(), out);
      Optional<IssuedKey> made = firstKey.handOver(keybearer.lifecycle()::issueFirstKey);
      made.ifPresent(key -> firstKey.announce(key, server.address()));
      out.println("Keybearer listens on " + server.address());
      out.flush();
      return server;
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  /**
   * Makes another key of the platform with every power, for who lost the first one, and hands it over
   * as the first start does. Needs the database, not a running server.
   */
  public static void bootstrap(Settings settings, PrintStream out) {
    try (Keybearer keybearer = engine(settings, Databases.open(settings)).open()) {
      FirstKey handover = new FirstKey(settings.bootstrapKeyFile(), out);
      IssuedKey key = handover.handOver(keybearer.lifecycle()::issueRecoveryKey);
      handover.announce(key, "http://" + settings.host() + ":" + settings.port());
    }
  }

  /** Brings the schema of the database up to date. */
  public static void migrate(Settings settings) {
    Databases.migrate(settings);
  }

  /**
   * All that a migration of an empty database does, as plain SQL.
   *
   * @param database {@code postgresql} or {@code sqlite}
   * @return nothing for another name
   */
  public static Optional<String> migrationSql(String database) {
    return SchemaSql.of(database).map(SchemaSql::text);
  }

  private static KeybearerBuilder engine(Settings settings, Store store) {
    return Keybearer.builder(store)
        .format(settings.keyFormat())
        .peppers(settings.peppers())
        .maxStaleness(settings.maxStaleness())
        .logRetention(settings.logRetention())
        .nodeName(settings.nodeName())
        .logAddresses(settings.content().addresses())
        .redactedNames(settings.content().redactedNames())
        .mostPayloadBytes(settings.content().mostPayloadBytes());
  }

  /** Only for who serves: other commands log nothing that has to be kept. */
  private static KeybearerBuilder spooled(KeybearerBuilder engine, Settings settings) {
    LogSpool spool = settings.logSpool();
    LogFiles.Terms files = settings.logFiles();
    if (spool != null) {
      engine.logSpool(spool);
    }
    return files == null ? engine : engine.logSink(logFiles(files));
  }

  private static LogFiles logFiles(LogFiles.Terms files) {
    try {
      return new LogFiles(files, Clock.systemUTC());
    } catch (UncheckedIOException unusable) {
      throw new ServerStartException(String.valueOf(unusable.getMessage()), unusable);
    }
  }

  /** Where it is reached: {@code http://127.0.0.1:8787}. */
  public String address() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + listener.port();
  }

  /** The engine. */
  public Keybearer keybearer() {
    return keybearer;
  }

  /** Every route. */
  public RouteTable routes() {
    return routes;
  }

  /** Waits until the server has stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Takes no more requests, finishes those that came, writes what is to be written, and ends. */
  @Override
  public void close() {
    stopping = true;
    keybearer.membership().stopWaiting();
    streams.stop();
    listener.close();
    threads.close();
    keybearer.close();
    metrics.close();
    stopped.countDown();
  }

  private void open() {
    OwnRequests ownRequests = new OwnRequests(keybearer.log());
    metrics.observe(keybearer);
    metrics.observe(threads, ownRequests);
    limits.overRedis().ifPresent(metrics::observe);
    Doorkeeper doorkeeper = new Doorkeeper(keybearer.verifier(), settings.clientAddress());
    TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandom());
    RequestIds requestIds = new RequestIds(ids);
    Dispatcher dispatcher = new Dispatcher(
        listener.vertx(),
        routes,
        doorkeeper,
        threads,
        streams,
        ownRequests,
        metrics,
        requestIds,
        System::nanoTime);
    GrpcServices services =
        new GrpcServices(gatewayChecks, keybearer.log(), threads, metrics, ids, System::nanoTime);
    LaneTerms lanes =
        new LaneTerms(doorkeeper, threads, ownRequests, metrics, requestIds, System::nanoTime);
    listener.open(settings, dispatcher, services, lanes);
  }

  private List<Route> allRoutes() {
    List<Route> all = new ArrayList<>(RestRoutes.of(keybearer, streams));
    all.addAll(GatewayRoutes.of(gatewayChecks));
    all.addAll(ObservationRoutes.of(
        () -> !stopping && keybearer.verifier().isFresh(), limits.overRedis(), metrics));
    all.addAll(DocumentRoutes.all());
    return all;
  }
}
