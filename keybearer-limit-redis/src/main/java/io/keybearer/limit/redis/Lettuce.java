package io.keybearer.limit.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The client library, set so that nothing waits unbounded and nothing is sent twice: commands fail
 * when they are late or the connection is lost, and whoever holds the connection makes another.
 */
final class Lettuce implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 10_000;

  private final RedisClient client;
  private final Duration timeout;

  Lettuce(RedisAddress address, Duration timeout) {
    this.timeout = timeout;
    client = RedisClient.create(uri(address));
    client.setOptions(ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .requestQueueSize(MOST_WAITING)
        .socketOptions(
            SocketOptions.builder().connectTimeout(TO_CONNECT).keepAlive(true).build())
        .timeoutOptions(
            TimeoutOptions.builder().timeoutCommands().connectionTimeout().build())
        .build());
  }

  /** Waits for a second at most, as commands over the new connection may. */
  StatefulRedisConnection<String, String> connect() {
    return client.connect();
  }

  /** From now on commands have the time that requests may wait. */
  void hurry(StatefulRedisConnection<String, String> connection) {
    connection.setTimeout(timeout);
  }

  @Override
  public void close() {
    client.shutdown(0, TO_CONNECT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static RedisURI uri(RedisAddress address) {
    RedisURI.Builder uri = RedisURI.builder()
        .withHost(address.host())
        .withPort(address.port())
        .withDatabase(address.database())
        .withSsl(address.tls())
        .withTimeout(TO_CONNECT);
    String user = address.user();
    String password = address.password();
    if (user != null && password != null) {
      uri.withAuthentication(user, password);
    } else if (password != null) {
      uri.withPassword(password.toCharArray());
    }
    return uri.build();
  }
}
