package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one node ends, ends on all three: revocations timed on every node, also with the channel of
 * notifications cut, and a node that is cut off from the database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevocationTest {
  /** What the nodes are told, so that a stale acceptance is a defect and not a matter of luck. */
  private static final long MAX_STALENESS_MILLIS = 3_000;

  private Cluster cluster;

  @BeforeAll
  void start(@TempDir Path data) {
    cluster = Cluster.start(data, Map.of("KEYBEARER_MAX_STALENESS", "PT3S"));
    cluster.node(0).company("acme");
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aThousandRevocationsReachEveryNode() {
    Times times = trials("revoked", 1_000, "", (node, key) -> {
      Api.Said said = node.post("/v1/keys/" + key.id() + "/revoke", "{}");
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      assertThat(said.number("live_nodes")).isEqualTo(3);
    });
    times.print("revocation, 3 nodes");
    assertThat(times.slowest()).isLessThan(MAX_STALENESS_MILLIS);
  }

  @Test
  void everyChangeThatEndsAKeyReachesEveryNode() {
    for (String change : List.of("disable", "rotate")) {
      Times times = trials(change, 20, "", (node, key) -> {
        Api.Said said = node.post("/v1/keys/" + key.id() + "/" + change, "{}");
        assertThat(said.status()).as(said.body()).isBetween(200, 201);
      });
      times.print(change);
      assertThat(times.slowest()).isLessThan(MAX_STALENESS_MILLIS);
    }
  }

  @Test
  void revocationsReachEveryNodeWithTheChannelCut() throws InterruptedException {
    Thread cutter = new Thread(RevocationTest::cutChannels, "channel-cutter");
    cutter.start();
    try {
      Times times = trials("channel", 50, "", (node, key) -> {
        Api.Said said = node.post("/v1/keys/" + key.id() + "/revoke", "{}");
        assertThat(said.status()).as(said.body()).isEqualTo(200);
      });
      times.print("revocation, channel cut");
      assertThat(times.slowest()).isLessThan(MAX_STALENESS_MILLIS);
    } finally {
      cutter.interrupt();
      cutter.join();
    }
  }

  @Test
  void aWaitingRevocationIsAppliedEverywhereWhenItIsAnswered() {
    for (int i = 0; i < 20; i++) {
      Api.MadeKey key = known("waiting " + i, "");
      Api.Said said = cluster.node(i % 3).post("/v1/keys/" + key.id() + "/revoke?wait=all", "{}");
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      assertThat(said.body()).contains("\"complete\":true");
      for (Api node : cluster.nodes()) {
        assertThat(node.verify(key)).isEqualTo("REVOKED");
      }
    }
  }

  @Test
  void aNodeCutOffAcceptsUntilMaximumStalenessAndThenSaysThatItCannotTell() {
    Api.MadeKey key = known("cut off", "");
    Api.MadeKey revoked = known("cut off and revoked", "");
    cluster.line(2).cut();
    try {
      long cut = System.nanoTime();
      cluster.node(0).post("/v1/keys/" + revoked.id() + "/revoke", "{}");
      String said = cluster.node(2).verify(revoked);
      while (said.equals("VALID")) {
        assertThat(millisSince(cut)).isLessThan(2 * MAX_STALENESS_MILLIS);
        said = cluster.node(2).verify(revoked);
      }
      assertThat(said).isEqualTo("503");
      assertThat(cluster.node(2).verify(key)).isEqualTo("503");
      assertThat(cluster.node(1).verify(key)).isEqualTo("VALID");
      Api.MadeKey another =
          known("revoked while one is fenced", "", cluster.nodes().subList(0, 2));
      Api.Said waited = cluster.node(0).post("/v1/keys/" + another.id() + "/revoke?wait=all", "{}");
      assertThat(waited.body()).contains("\"complete\":true");
      assertThat(waited.number("fenced_nodes")).isEqualTo(1);
    } finally {
      cluster.line(2).mend();
    }
    until("VALID", cluster.node(2), key);
    assertThat(cluster.node(2).verify(revoked)).isEqualTo("REVOKED");
  }

  /** Ends keys that every node holds, one after another, and times the last acceptance elsewhere. */
  private Times trials(String name, int trials, String more, BiConsumer<Api, Api.MadeKey> end) {
    Times times = new Times();
    for (int i = 0; i < trials; i++) {
      Api.MadeKey key = known(name + " " + i, more);
      Api taker = cluster.node(i % 3);
      end.accept(taker, key);
      long answered = System.nanoTime();
      assertThat(taker.verify(key)).isNotEqualTo("VALID");
      for (Api node : cluster.nodes()) {
        String said = node.verify(key);
        while (said.equals("VALID")) {
          assertThat(millisSince(answered)).isLessThan(2 * MAX_STALENESS_MILLIS);
          said = node.verify(key);
        }
      }
      times.add(millisSince(answered));
    }
    return times;
  }

  private Api.MadeKey known(String name, String more) {
    return known(name, more, cluster.nodes());
  }

  private Api.MadeKey known(String name, String more, List<Api> nodes) {
    Api.MadeKey key = cluster.node(0).key("acme", name, more);
    nodes.forEach(node -> until("VALID", node, key));
    return key;
  }

  private static void until(String code, Api node, Api.MadeKey key) {
    long begun = System.nanoTime();
    String said = node.verify(key);
    while (!said.equals(code)) {
      assertThat(millisSince(begun)).as(said).isLessThan(30_000);
      said = node.verify(key);
    }
  }

  private static void cutChannels() {
    while (!Thread.currentThread().isInterrupted()) {
      Databases.endConnectionsThatListen();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** How long it took until the last node had heard. */
  private static final class Times {
    private final List<Long> millis = new ArrayList<>();

    void add(long time) {
      millis.add(time);
    }

    long slowest() {
      return millis.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    void print(String name) {
      long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.println(name + ": " + sorted.length + " trials, milliseconds until the last of"
          + " three nodes refused: median " + sorted[sorted.length / 2]
          + ", 99th of a hundred " + sorted[sorted.length * 99 / 100]
          + ", most " + sorted[sorted.length - 1] + ", over 1 s "
          + Arrays.stream(sorted).filter(time -> time > 1_000).count());
    }
  }
}
