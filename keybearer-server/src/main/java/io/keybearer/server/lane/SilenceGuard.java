package io.keybearer.server.lane;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing has come or gone for a while. Netty's own handler for that
 * stands behind the lane in Vert.x, which takes one before the lane for it. For one connection, on its
 * event loop.
 */
final class SilenceGuard extends ChannelDuplexHandler {
  private final int seconds;
  private boolean silent;
  private @Nullable ScheduledFuture<?> look;

  /**
   * Makes a guard.
   *
   * @param seconds how long a connection may be silent at least; at most twice as long
   */
  SilenceGuard(int seconds) {
    this.seconds = seconds;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    look = context
        .executor()
        .scheduleAtFixedRate(() -> look(context), seconds, seconds, TimeUnit.SECONDS);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ScheduledFuture<?> running = look;
    if (running != null) {
      running.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    silent = false;
    context.fireChannelRead(message);
  }

  /** The promise tells whoever wrote. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    silent = false;
    context.write(message, promise);
  }

  /** Nobody waits for the end. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void look(ChannelHandlerContext context) {
    if (silent) {
      context.channel().close();
    }
    silent = true;
  }
}
