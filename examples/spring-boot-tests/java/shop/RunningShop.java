package shop;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.store.PageRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The example, started as its main method does, on a free port and a database in a folder. */
final class RunningShop implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Keybearer engine;
  private final Company acme;
  private int keys;

  private RunningShop(ConfigurableApplicationContext context, Keybearer engine) {
    this.context = context;
    this.engine = engine;
    acme = engine.administration().companies().get(CompanyRef.parse("acme"));
  }

  /** With keys in its own database. */
  static RunningShop withItsOwnKeys(Path folder, String... more) {
    ConfigurableApplicationContext context = run(folder, List.of(more));
    return new RunningShop(context, context.getBean(Keybearer.class));
  }

  /** With keys on a server, which is asked with a key of the company acme. */
  static RunningShop withKeysOn(KeybearerServer server, Path folder) {
    Company acme = server
        .engine()
        .administration()
        .companies()
        .getOrCreate("acme", "Acme Ltd");
    IssuedKey shops = issue(
        server.engine(),
        KeyDraft.service(acme.id(), "the shop")
            .permissions(List.of("keybearer:verify", "keybearer:logs")));
    ConfigurableApplicationContext context = run(
        folder,
        List.of(
            "--keybearer.store=remote",
            "--keybearer.remote.timeout=10s",
            "--keybearer.remote.url=" + server.url(),
            "--keybearer.remote.key=" + shops.text().reveal()));
    return new RunningShop(context, server.engine());
  }

  private static ConfigurableApplicationContext run(Path folder, List<String> more) {
    List<String> arguments = new ArrayList<>(more);
    arguments.add("--server.port=0");
    arguments.add("--spring.datasource.url=jdbc:sqlite:" + folder.resolve("shop.db")
        + "?busy_timeout=5000");
    return SpringApplication.run(Shop.class, arguments.toArray(String[]::new));
  }

  /** The engine that has the keys, wherever it is. */
  Keybearer keybearer() {
    return engine;
  }

  boolean hasAnEngine() {
    return context.getBeanProvider(Keybearer.class).getIfAvailable() != null;
  }

  Company acme() {
    return acme;
  }

  IssuedKey issue(UnaryOperator<KeyDraft> wanted) {
    keys++;
    return issue(engine, wanted.apply(KeyDraft.service(acme.id(), "key " + keys)));
  }

  /** A key that every process over the same store knows of. */
  private static IssuedKey issue(Keybearer engine, KeyDraft draft) {
    var done = engine
        .administration()
        .inOneTransaction(administration -> administration.keys().issue(draft));
    engine
        .membership()
        .whenApplied(done.sequence(), Duration.ofSeconds(20))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
    return done.value();
  }

  HttpRequest.Builder to(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpRequest.Builder to(String path, IssuedKey key) {
    return to(path).header("Authorization", "Bearer " + key.text().reveal());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The one row of a key, once the answer has completed it. */
  ApiKeyLog row(ApiKeyId key) {
    return rows(key, 1).get(0);
  }

  /** So many rows of a key, once the answers have completed them. */
  List<ApiKeyLog> rows(ApiKeyId key, int expected) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < until) {
      List<ApiKeyLog> rows = keybearer()
          .log()
          .list(Caller.application(), LogFilter.ofKey(key), PageRequest.first(10))
          .items();
      if (rows.size() == expected && rows.stream().allMatch(row -> row.statusCode() != null)) {
        return rows;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("expected " + expected + " completed rows of the key " + key);
  }

  @Override
  public void close() {
    context.close();
  }
}
