package io.keybearer.limit.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import redis.embedded.RedisServer;

/**
 * The Redis that tests share: the one at {@code TEST_REDIS_URL}, or else a process of its own. What a
 * test keeps there lies under a prefix of its own.
 */
final class TestRedis {
  private static final String URL = started();
  private static final RedisCommands<String, String> COMMANDS =
      RedisClient.create(URL).connect().sync();

  private TestRedis() {}

  static RedisAddress address() {
    return RedisAddress.parse(URL);
  }

  static RedisCommands<String, String> commands() {
    return COMMANDS;
  }

  static String newPrefix() {
    return "keybearer:test:" + UUID.randomUUID() + ":";
  }

  static List<String> keys(String prefix) {
    return COMMANDS.keys(prefix + "*").stream().sorted().toList();
  }

  /** Does to these keys what emptying the whole Redis would. */
  static void empty(String prefix) {
    keys(prefix).forEach(COMMANDS::del);
    COMMANDS.scriptFlush();
  }

  /** A Redis that a test may stop and start. */
  static RedisServer server(int port, String... settings) {
    try {
      var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
      List.of(settings).forEach(builder::setting);
      return builder.build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void start(RedisServer server) {
    try {
      server.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void stop(RedisServer server) {
    try {
      server.stop();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String started() {
    String other = System.getenv("TEST_REDIS_URL");
    if (other != null && !other.isBlank()) {
      return other;
    }
    int port = freePort();
    RedisServer server = server(port);
    start(server);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    return "redis://127.0.0.1:" + port;
  }
}
