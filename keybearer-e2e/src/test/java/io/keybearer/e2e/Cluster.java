package io.keybearer.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three servers, as processes, on one PostgreSQL, each over a line of its own. */
final class Cluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final String DATABASE = "KEYBEARER_DATABASE_URL";
  private static final Pattern PORT = Pattern.compile("//([^:/]+):(\\d+)/");

  private final List<RunningServer> servers = new ArrayList<>();
  private final List<TcpProxy> lines = new ArrayList<>();
  private final List<Api> nodes = new ArrayList<>();

  private Cluster() {}

  /** Starts them; the settings are added to those of the database. */
  static Cluster start(Path data, Map<String, String> more) {
    Checkout checkout = Checkout.copy();
    Map<String, String> settings = new HashMap<>(Databases.POSTGRESQL.settings(data));
    settings.putAll(more);
    Cluster cluster = new Cluster();
    try {
      for (int i = 0; i < SIZE; i++) {
        Map<String, String> own = new HashMap<>(settings);
        own.put(DATABASE, cluster.overItsOwnLine(settings.getOrDefault(DATABASE, "")));
        cluster.servers.add(RunningServer.start(checkout, own));
      }
      String recovered =
          new Shell(checkout.folder(), settings).run("./keybearer bootstrap").succeeded();
      String key = RunningServer.keysIn(recovered).get(0);
      cluster.servers.forEach(server -> cluster.nodes.add(new Api(server.address(), key)));
      return cluster;
    } catch (RuntimeException | Error failure) {
      cluster.close();
      throw failure;
    }
  }

  /** How to call them, in their order. */
  List<Api> nodes() {
    return nodes;
  }

  Api node(int number) {
    return nodes.get(number);
  }

  /** The line from a node to the database. */
  TcpProxy line(int number) {
    return lines.get(number);
  }

  @Override
  public void close() {
    servers.forEach(RunningServer::close);
    lines.forEach(TcpProxy::close);
  }

  private String overItsOwnLine(String url) {
    Matcher matcher = PORT.matcher(url);
    if (!matcher.find()) {
      throw new IllegalStateException("no port in the address of the database");
    }
    TcpProxy line = TcpProxy.to(Integer.parseInt(matcher.group(2)));
    lines.add(line);
    return matcher.replaceFirst("//" + matcher.group(1) + ":" + line.port() + "/");
  }
}
