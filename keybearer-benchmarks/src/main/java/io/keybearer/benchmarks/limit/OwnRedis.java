package io.keybearer.benchmarks.limit;

import io.keybearer.limit.redis.RedisAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A Redis on a free port of this machine, with nothing on disk. */
final class OwnRedis implements AutoCloseable {
  private final RedisServer server;
  private final int port;

  private OwnRedis(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  static OwnRedis start() throws IOException {
    int port = freePort();
    RedisServer server = RedisServer.newRedisServer()
        .port(port)
        .bind("127.0.0.1")
        .setting("save \"\"")
        .build();
    server.start();
    return new OwnRedis(server, port);
  }

  RedisAddress address() {
    return RedisAddress.parse("redis://127.0.0.1:" + port);
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
