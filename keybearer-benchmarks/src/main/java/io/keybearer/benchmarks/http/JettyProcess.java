package io.keybearer.benchmarks.http;

import io.keybearer.Keybearer;
import io.keybearer.benchmarks.AlteredStore;
import io.keybearer.key.Company;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.servlet.KeybearerFilter;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import io.keybearer.store.jdbc.JdbcStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An application in a Jetty that answers the same bytes to everything, alone or behind the filter,
 * until standard input ends.
 */
final class JettyProcess {
  /** No filter. */
  static final String ALONE = "alone";
  /** The filter over a store in memory, with a log that keeps nothing. */
  static final String FORGETFUL = "forgetful";
  /** The filter over SQLite, with its log. */
  static final String SQLITE = "sqlite";

  private static final byte[] ANSWER =
      "{\"valid\":true,\"order\":7}".getBytes(StandardCharsets.US_ASCII);

  /** In an hour, shared out so that no limit is ever full during a run. */
  private static final long TOKENS = 1_000_000_000;

  private JettyProcess() {}

  /**
   * Starts it.
   *
   * @param arguments which of the three, a folder to work in, how many keys to make, and the file to
   *     write their texts to
   */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Answering()), "/*");
    server.setHandler(context);
    if (arguments[0].equals(ALONE)) {
      serve(server, connector);
      return;
    }
    Path folder = Path.of(arguments[1]);
    Store store = arguments[0].equals(SQLITE)
        ? JdbcStore.sqlite(folder)
        : AlteredStore.withoutLog(InMemoryStore.create(Clock.systemUTC()));
    try (Keybearer keybearer = Keybearer.open(store)) {
      Files.write(Path.of(arguments[3]), keys(keybearer, Integer.parseInt(arguments[2])));
      FilterHolder filter = new FilterHolder(KeybearerFilter.of(keybearer));
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
      serve(server, connector);
    }
  }

  private static void serve(Server server, ServerConnector connector) throws Exception {
    server.start();
    System.out.println("A Jetty listens on http://127.0.0.1:" + connector.getLocalPort());
    System.in.transferTo(OutputStream.nullOutputStream());
    server.stop();
  }

  private static List<String> keys(Keybearer keybearer, int number) {
    Company acme = keybearer.administration().companies().getOrCreate("acme", "Acme");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      KeyDraft draft = KeyDraft.service(acme.id(), "key " + i)
          .scope(Scope.WRITE)
          .allowedIps(List.of("198.51.100.0/24", "127.0.0.0/8"))
          .rateLimit(TOKENS / number, Duration.ofHours(1));
      texts.add(keybearer.administration().keys().issue(draft).text().reveal());
    }
    return texts;
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("application/json");
      response.setContentLength(ANSWER.length);
      response.getOutputStream().write(ANSWER);
    }
  }
}
