package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** What is said about Redis, and what never is. */
class OutageLogTest {
  private static final String PASSWORD = "canary-of-the-password";
  private static final Logger ROOT = Logger.getLogger("");

  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Handler listening = new Handler() {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      said.add(line.getLoggerName() + " " + formatter.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };
  private final Level before = ROOT.getLevel();

  @BeforeEach
  void listen() {
    listening.setLevel(Level.FINE);
    ROOT.addHandler(listening);
    ROOT.setLevel(Level.FINE);
  }

  @AfterEach
  void listenNoMore() {
    ROOT.setLevel(before);
    ROOT.removeHandler(listening);
  }

  private List<String> ofOutages() {
    return said.stream().filter(line -> line.startsWith(Outage.class.getName())).toList();
  }

  @Test
  void saysOnceWhenSharingEndsAndOnceWhenItBegins() {
    TcpProxy proxy =
        new TcpProxy(TestRedis.address().host(), TestRedis.address().port());
    RedisAddress address = RedisAddress.parse("redis://127.0.0.1:" + proxy.port());
    try (proxy;
        RedisRateLimiter limiter = RedisRateLimiter.at(address)
            .failurePolicy(FailurePolicy.DENY)
            .timeout(Duration.ofSeconds(5))
            .create(System::nanoTime, () -> 1)) {
      assertThat(ofOutages()).isEmpty();
      proxy.cut();
      Awaitility.await().until(() -> !limiter.isShared());
      for (int i = 0; i < 50; i++) {
        limiter.meter("k", limits()).take(1, System.nanoTime());
      }
      assertThat(ofOutages()).hasSize(1);
      assertThat(ofOutages().get(0))
          .contains("rate limits are not shared any more, since " + address + " cannot be reached")
          .contains("what has a limit is denied");
      proxy.restore();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(limiter::isShared);
      assertThat(ofOutages()).hasSize(2);
      assertThat(ofOutages().get(1)).contains("rate limits are shared again over " + address);
    }
    assertThat(ofOutages()).hasSize(2);
  }

  @Test
  void saysWhyRedisRefusesAndNeverThePassword() {
    int port = TestRedis.freePort();
    RedisServer server = TestRedis.server(port, "requirepass " + PASSWORD);
    TestRedis.start(server);
    try {
      assertThat(reaches(port, ":" + PASSWORD + "@")).isTrue();
      assertThat(reaches(port, "default:" + PASSWORD + "@")).isTrue();
      assertThat(ofOutages()).isEmpty();
      assertThat(reaches(port, ":" + PASSWORD + "x@")).isFalse();
      assertThat(ofOutages()).hasSize(1);
      assertThat(ofOutages().get(0)).contains("127.0.0.1:" + port + "/0 answers WRONGPASS");
      assertThat(reaches(port, "")).isFalse();
      assertThat(ofOutages()).hasSize(2);
      assertThat(ofOutages().get(1)).contains("answers NOAUTH");
    } finally {
      TestRedis.stop(server);
    }
    // Of Lettuce all but the finest level, at which it prints the bytes that it sends.
    assertThat(said.stream().anyMatch(line -> line.startsWith("io.lettuce"))).isTrue();
    assertThat(said.stream().filter(line -> line.contains("canary"))).isEmpty();
  }

  private static boolean reaches(int port, String credentials) {
    RedisAddress address = RedisAddress.parse("redis://" + credentials + "127.0.0.1:" + port);
    try (RedisRateLimiter limiter = RedisRateLimiter.at(address)
        .timeout(Duration.ofSeconds(5))
        .create(System::nanoTime, () -> 1)) {
      limiter.meter("k", limits()).take(1, System.nanoTime());
      return limiter.isShared();
    }
  }

  private static List<NamedLimit> limits() {
    return List.of(NamedLimit.own(RateLimit.perSeconds(10, 60)));
  }
}
