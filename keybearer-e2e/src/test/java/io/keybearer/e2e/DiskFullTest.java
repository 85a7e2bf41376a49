package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server whose disk is full verifies, acknowledges nothing that it cannot keep, and recovers. */
final class DiskFullTest {
  /** More than fit into what is left to files that are written over. */
  private static final int MOST = 190;

  private static final int STOPPED_BY_SIGTERM = 128 + 15;

  private static final Pattern NAME = Pattern.compile("\"name\":\"(made-\\d+)\"");

  @ParameterizedTest
  @MethodSource("io.keybearer.e2e.SmallDisk#possible")
  void verifiesAcknowledgesNothingThatIsNotKeptAndRecovers(SmallDisk disk, @TempDir Path data)
      throws IOException {
    Map<String, String> settings =
        Map.of("KEYBEARER_DATA", data.toString(), "KEYBEARER_MAX_STALENESS", "PT1S");
    String command = disk.command(data, "./keybearer serve");
    try (RunningServer server = RunningServer.start(Checkout.copy(), settings, command)) {
      Api api = new Api(server.address(), server.keysPrinted().get(0));
      api.company("acme");
      Api.MadeKey key = api.key("acme", "before", "");
      assertThat(api.verify(key)).isEqualTo("VALID");
      await(() -> api.rows(key) == 1);

      disk.fill(server.pid(), data);
      List<String> acknowledged = makeUntilRefused(api, "made-");
      reportUntilRefused(api, key);
      // Longer than memory is believed without the database.
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (System.nanoTime() < until) {
        assertThat(api.verify(key)).isEqualTo("VALID");
      }
      assertThat(api.post("/v1/keys/" + key.id() + "/revoke", "{}").status()).isEqualTo(503);
      assertThat(api.verify(key)).isEqualTo("VALID");
      assertThat(api.get("/healthz/ready").status()).isIn(200, 503);
      await(() -> api.metric("keybearer_log_dropped_total") > 0);

      disk.free(server.pid(), data);
      await(() -> make(api, "after").status() == 201);
      assertThat(NAME.matcher(api.get("/v1/keys?company=acme&limit=200").body()).results())
          .extracting(found -> found.group(1))
          .containsExactlyInAnyOrderElementsOf(acknowledged);
      long before = api.rows(key);
      await(() -> {
        assertThat(api.verify(key)).isEqualTo("VALID");
        return api.rows(key) > before;
      });
      await(() -> report(api, key).status() < 300);
      assertThat(api.post("/v1/keys/" + key.id() + "/revoke", "{}").status()).isEqualTo(200);
      assertThat(api.verify(key)).isEqualTo("REVOKED");
      assertThat(server.output()).doesNotContain("\tat ");
      assertThat(server.stop()).isEqualTo(STOPPED_BY_SIGTERM);
    }
  }

  /** Makes keys until the first is refused, and says which were acknowledged. */
  private static List<String> makeUntilRefused(Api api, String name) {
    List<String> acknowledged = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      Api.Said said = make(api, name + i);
      if (said.status() != 201) {
        assertThat(said.status()).as(said.body()).isEqualTo(503);
        assertThat(said.body()).contains("\"code\":\"STORE_UNAVAILABLE\"");
        return acknowledged;
      }
      acknowledged.add(name + i);
    }
    throw new AssertionError("all of " + MOST + " keys were made on a disk that is full");
  }

  private static Api.Said make(Api api, String name) {
    return api.post(
        "/v1/keys",
        "{\"company\":\"acme\",\"type\":\"service\",\"scope\":\"read\",\"name\":\"" + name + "\"}");
  }

  /** What is left of the spool's last page may still take some. */
  private static void reportUntilRefused(Api api, Api.MadeKey key) {
    await(() -> {
      int status = report(api, key).status();
      assertThat(status).isIn(200, 202, 503);
      return status == 503;
    });
  }

  private static Api.Said report(Api api, Api.MadeKey key) {
    return api.post(
        "/v1/logs",
        "[{\"api_key\":\"" + key.id() + "\",\"endpoint\":\"/" + "x".repeat(4_000) + "\"}]");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
