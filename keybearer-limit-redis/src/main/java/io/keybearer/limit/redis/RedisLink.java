package io.keybearer.limit.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to Redis, as long as it is of use. The first command that fails or is late ends
 * it, so that no request after waits for a Redis that does not answer; from then on another
 * connection is tried in the background, and taken when a write through it was answered. Safe for
 * concurrent use.
 */
final class RedisLink implements AutoCloseable {
  private static final long PAUSE_MILLIS = 250;
  private static final long FIRST_MILLIS = 2_000;

  private final Lettuce lettuce;
  private final Outage outage;
  private final List<ScriptCall> probe;
  private final ScheduledExecutorService connecting;
  private final LongAdder roundTrips = new LongAdder();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;

  /**
   * Makes a link without a connection.
   *
   * @param probe what Redis must be able to do to be of use
   */
  RedisLink(Lettuce lettuce, Outage outage, List<ScriptCall> probe) {
    this.lettuce = lettuce;
    this.outage = outage;
    this.probe = probe;
    connecting = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "keybearer-redis");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Connects; when that does not work soon, goes on trying in the background. */
  void start() {
    try {
      connecting.submit(this::connect).get(FIRST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      synchronized (this) {
        if (connection == null) {
          outage.begin(late);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether Redis answered when it was last asked. */
  boolean isUp() {
    return connection != null;
  }

  /** How often it was asked. */
  long roundTrips() {
    return roundTrips.sum();
  }

  /** Runs a script, in one round trip when Redis knows it already; fails at once when not up. */
  CompletableFuture<List<Long>> run(ScriptCall call) {
    StatefulRedisConnection<String, String> held = connection;
    if (held == null) {
      return CompletableFuture.failedFuture(new RedisException("not connected"));
    }
    roundTrips.increment();
    return run(held, call).whenComplete((answer, failure) -> {
      if (failure != null) {
        lost(held, failure);
      }
    });
  }

  @Override
  public void close() {
    synchronized (this) {
      connecting.shutdownNow();
      connection = null;
    }
    lettuce.close();
  }

  private static CompletableFuture<List<Long>> run(
      StatefulRedisConnection<String, String> held, ScriptCall call) {
    RedisAsyncCommands<String, String> commands = held.async();
    Script script = call.script();
    try {
      return commands
          .<List<Long>>evalsha(
              script.digest(), ScriptOutputType.MULTI, call.keys(), call.arguments())
          .toCompletableFuture()
          .exceptionallyCompose(failure -> Outage.cause(failure) instanceof RedisNoScriptException
              ? commands.eval(script.text(), ScriptOutputType.MULTI, call.keys(), call.arguments())
              : CompletableFuture.failedFuture(failure));
    } catch (RuntimeException refused) {
      // Whatever a client that is being closed throws: whoever asked is told as of any failure.
      return CompletableFuture.failedFuture(refused);
    }
  }

  private void lost(StatefulRedisConnection<String, String> held, Throwable failure) {
    synchronized (this) {
      if (connection != held) {
        return;
      }
      connection = null;
      outage.begin(failure);
      connecting.execute(this::connect);
    }
    end(held);
  }

  private void connect() {
    StatefulRedisConnection<String, String> made = null;
    try {
      made = lettuce.connect();
      // What happens for the first time, here or there, may take longer.
      probe(made);
      lettuce.hurry(made);
      probe(made);
      use(made);
    } catch (RedisException | ExecutionException failure) {
      end(made);
      outage.begin(failure);
      again();
    } catch (InterruptedException interrupted) {
      end(made);
      Thread.currentThread().interrupt();
    }
  }

  private void probe(StatefulRedisConnection<String, String> made)
      throws ExecutionException, InterruptedException {
    for (ScriptCall call : probe) {
      run(made, call).get();
    }
  }

  private void use(StatefulRedisConnection<String, String> made) {
    made.addListener(new RedisConnectionStateListener() {
      @Override
      public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
        lost(made, new RedisException("closed"));
      }
    });
    synchronized (this) {
      if (!connecting.isShutdown()) {
        connection = made;
        outage.end();
        return;
      }
    }
    end(made);
  }

  private synchronized void again() {
    if (!connecting.isShutdown()) {
      ScheduledFuture<?> unused =
          connecting.schedule(this::connect, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void end(@Nullable StatefulRedisConnection<String, String> held) {
    if (held != null && held.isOpen()) {
      CompletableFuture<Void> unused = held.closeAsync();
    }
  }
}
