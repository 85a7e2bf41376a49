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
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The example, started as its main method does, on a free port and a database in a folder. */
final class RunningShop implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Company acme;
  private int keys;

  RunningShop(Path folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--spring.datasource.url=jdbc:sqlite:" + folder.resolve("shop.db")
        + "?busy_timeout=5000");
    context = SpringApplication.run(Shop.class, arguments.toArray(String[]::new));
    acme = keybearer().administration().companies().get(CompanyRef.parse("acme"));
  }

  Keybearer keybearer() {
    return context.getBean(Keybearer.class);
  }

  IssuedKey issue(UnaryOperator<KeyDraft> wanted) {
    keys++;
    return keybearer()
        .administration()
        .keys()
        .issue(wanted.apply(KeyDraft.service(acme.id(), "key " + keys)));
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
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < until) {
      List<ApiKeyLog> rows = keybearer()
          .log()
          .list(Caller.application(), LogFilter.ofKey(key), PageRequest.first(10))
          .items();
      if (rows.size() == 1 && rows.get(0).statusCode() != null) {
        return rows.get(0);
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("expected one completed row of the key " + key);
  }

  @Override
  public void close() {
    context.close();
  }
}
