import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.servlet.KeybearerFilter;
import io.keybearer.store.jdbc.JdbcStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet in Jetty, behind keys: prints its address and a key, and serves until it is ended. */
final class Jetty {
  private Jetty() {}

  /** What the application does for holders of keys. */
  static final class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.getWriter().println("orders for " + request.getRemoteUser());
    }
  }

  public static void main(String[] args) throws Exception {
    Keybearer keybearer = Keybearer.open(JdbcStore.sqlite(Path.of("data")));
    Company acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
    IssuedKey issued = keybearer.administration().keys().issue(KeyDraft.service(acme.id(), "first"));

    ServletContextHandler context = new ServletContextHandler("/");
    FilterHolder filter = new FilterHolder(KeybearerFilter.of(keybearer));
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/api/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new Orders()), "/api/orders");

    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.getInteger("port", 8080));
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
    System.out.println("http://127.0.0.1:" + connector.getLocalPort() + "/api/orders");
    System.out.println(issued.text().reveal());
    server.join();
    keybearer.close();
  }
}
