import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;

/** Serves until it is stopped, as the command serve does. */
final class Serve {
  private Serve() {}

  public static void main(String[] args) throws InterruptedException {
    Server server = Server.start(Settings.read(System.getenv()), System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.awaitStop();
  }
}
