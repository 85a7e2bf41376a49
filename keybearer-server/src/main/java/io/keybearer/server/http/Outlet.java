package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a body goes that is made while it is sent. Everything here happens on the request's event
 * loop. A body that cannot be finished is broken off, so that no client takes a part for the whole.
 */
public final class Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
  private static final Duration BUSY = Duration.ofMillis(200);

  private final HttpServerResponse response;
  private final Vertx vertx;
  private final Context loop;
  private final StoreThreads threads;
  private final Runnable hangUp;
  private final Streams streams;
  private boolean ended;

  Outlet(
      HttpServerResponse response,
      Vertx vertx,
      StoreThreads threads,
      Streams streams,
      Runnable hangUp) {
    this.response = response;
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.threads = threads;
    this.streams = streams;
    this.hangUp = hangUp;
  }

  /** Whether nobody takes what is sent any more, or nothing shall be sent any more. */
  public boolean isClosed() {
    return ended || response.closed() || response.ended();
  }

  /** Whether the server ends, so that bodies without an end should. */
  public boolean isStopping() {
    return streams.areStopping();
  }

  /** Whether the client takes it up more slowly than it is made. */
  public boolean isFull() {
    return !isClosed() && response.writeQueueFull();
  }

  /** Sends a piece. */
  public void send(Buffer piece) {
    if (!isClosed() && piece.length() > 0) {
      // A line that breaks closes the response, which is looked at before the next piece.
      var unused = response.write(piece);
    }
  }

  /** Goes on when the client has taken up enough: at once, or never when it goes away. */
  public void whenRoom(Runnable next) {
    if (isFull()) {
      response.drainHandler(drained -> {
        response.drainHandler(null);
        guarded(next);
      });
    } else {
      guarded(next);
    }
  }

  /** Ends the body as it should. */
  public void end() {
    if (!isClosed()) {
      ended = true;
      var unused = response.end();
    }
  }

  /** Breaks the body off. */
  public void abort(Throwable why) {
    if (!isClosed()) {
      ended = true;
      LOG.warn("an answer was broken off: {}", why.getClass().getSimpleName());
      hangUp.run();
    }
  }

  /** Does something once the client is gone or the body has ended, whichever way. */
  public void whenClosed(Runnable last) {
    if (isClosed()) {
      last.run();
      return;
    }
    response.closeHandler(gone -> last.run());
    response.endHandler(done -> last.run());
  }

  /** Goes on after a while. */
  public void later(Duration wait, Runnable next) {
    vertx.setTimer(Math.max(1, wait.toMillis()), timer -> guarded(next));
  }

  /** Works where it may wait for the database, and goes on with the result; what fails, aborts. */
  public <T> void onStoreThread(Supplier<T> work, Consumer<T> next) {
    Runnable again = () -> later(BUSY, () -> onStoreThread(work, next));
    try {
      threads.run(
          () -> {
            try {
              T result = work.get();
              loop.runOnContext(back -> guarded(() -> next.accept(result)));
            } catch (RuntimeException | Error failure) {
              loop.runOnContext(back -> abort(failure));
            }
          },
          late -> loop.runOnContext(back -> again.run()));
    } catch (KeybearerException noRoom) {
      if (noRoom.code() != ServerProblem.BUSY) {
        throw noRoom;
      }
      again.run();
    }
  }

  private void guarded(Runnable next) {
    if (isClosed()) {
      return;
    }
    try {
      next.run();
    } catch (RuntimeException | Error failure) {
      abort(failure);
    }
  }
}
