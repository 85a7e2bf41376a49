package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same example, unchanged, with keys on a Keybearer server: the same calls and answers. */
class RemoteShopTest extends ShopCalls {
  private static KeybearerServer server;
  private static RunningShop shop;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = KeybearerServer.start(folder);
    shop = RunningShop.withKeysOn(server, folder);
  }

  @AfterAll
  static void stop() {
    shop.close();
    server.close();
  }

  @Override
  RunningShop shop() {
    return shop;
  }

  @Test
  void thereIsNoEngineInTheApplication() throws Exception {
    assertThat(shop.hasAnEngine()).isFalse();
    assertThat(shop.send(shop.to("/actuator/health")).statusCode()).isEqualTo(200);
  }
}
