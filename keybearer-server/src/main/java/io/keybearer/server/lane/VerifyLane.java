package io.keybearer.server.lane;

import io.keybearer.policy.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a connection's HTTP server, and answers usual verifications in the order in which
 * they came. The first bytes that are anything else, and all that follow, go to the server behind it,
 * and the lane is gone: from then on, only that server knows where messages begin and end. For one
 * connection, on its event loop.
 */
final class VerifyLane extends ChannelDuplexHandler {
  private final LaneTerms terms;
  private final ChannelGroup lanes;
  private @Nullable IpAddress client;

  /** What has come and is not answered yet. */
  private @Nullable ByteBuf rest;

  /** The head of the request before. */
  private @Nullable UsualHead head;

  /** Whether what stands first in the rest was not whole when it was last looked at. */
  private boolean waited;

  /** Whether an answer is still to come. */
  private boolean busy;

  /** Whether it comes from a thread of the store. */
  private boolean late;

  private @Nullable ChannelPromise closing;

  /**
   * Makes one.
   *
   * @param lanes holds the connection as long as this stands in front of it
   */
  VerifyLane(LaneTerms terms, ChannelGroup lanes) {
    this.terms = terms;
    this.lanes = lanes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    lanes.add(context.channel());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    SocketAddress peer = context.channel().remoteAddress();
    client = peer instanceof InetSocketAddress address && address.getAddress() != null
        ? terms.doorkeeper().client(address.getAddress().getHostAddress())
        : null;
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    ByteBuf before = rest;
    rest = before == null ? bytes : joined(context, before, bytes);
    goOn(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
    context.fireChannelReadComplete();
  }

  /** Who does not take answers gets no more of them. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable() && !busy) {
      goOn(context);
      context.flush();
    }
    context.fireChannelWritabilityChanged();
  }

  /** A connection is not closed over a request that is being answered. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (busy && closing == null) {
      closing = promise;
    } else {
      context.close(promise);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    lanes.remove(context.channel());
    letGo();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    letGo();
    context.fireChannelInactive();
  }

  private void letGo() {
    ByteBuf left = rest;
    rest = null;
    if (left != null) {
      left.release();
    }
  }

  private static ByteBuf joined(ChannelHandlerContext context, ByteBuf first, ByteBuf second) {
    ByteBuf both = context.alloc().buffer(first.readableBytes() + second.readableBytes());
    both.writeBytes(first).writeBytes(second);
    first.release();
    second.release();
    return both;
  }

  private void goOn(ChannelHandlerContext context) {
    Workbench bench = Workbench.ofThisLoop();
    while (rest != null && !busy && context.channel().isWritable()) {
      UsualRequest request = first(rest, bench);
      if (request == UsualRequest.INCOMPLETE && !waited) {
        waited = true;
        break;
      }
      if (request == UsualRequest.OTHER || request == UsualRequest.INCOMPLETE) {
        leave(context);
        return;
      }
      waited = false;
      head = request.head();
      take(request.length());
      answer(context, request);
    }
    boolean ready = !busy && context.channel().isWritable();
    if (context.channel().config().isAutoRead() != ready) {
      context.channel().config().setAutoRead(ready);
    }
  }

  private UsualRequest first(ByteBuf bytes, Workbench bench) {
    int count = Math.min(bytes.readableBytes(), UsualRequest.MOST_BYTES);
    bytes.getBytes(bytes.readerIndex(), bench.view, 0, count);
    return UsualRequest.read(bench.view, count, head);
  }

  private void take(int count) {
    ByteBuf bytes = Objects.requireNonNull(rest);
    bytes.skipBytes(count);
    if (!bytes.isReadable()) {
      rest = null;
      bytes.release();
    }
  }

  private void leave(ChannelHandlerContext context) {
    ByteBuf left = Objects.requireNonNull(rest);
    rest = null;
    context.flush();
    context.channel().config().setAutoRead(true);
    context.pipeline().remove(this);
    context.fireChannelRead(left);
    context.fireChannelReadComplete();
  }

  private void answer(ChannelHandlerContext context, UsualRequest request) {
    busy = true;
    new LaneCall(terms, request, client, context.executor(), call -> write(context, call)).begin();
    late = busy;
  }

  /** What fails here ends the connection, which is all there is to do. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void write(ChannelHandlerContext context, LaneCall call) {
    ByteBuf answer = Workbench.ofThisLoop().answer.write(call, context.alloc());
    call.answered();
    context.write(answer, context.voidPromise());
    busy = false;
    if (late) {
      late = false;
      afterLateAnswer(context);
    }
  }

  /** Nothing has come meanwhile but what was already on its way. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void afterLateAnswer(ChannelHandlerContext context) {
    ChannelPromise wanted = closing;
    if (wanted != null) {
      context.flush();
      context.close(wanted);
    } else {
      goOn(context);
      context.flush();
    }
  }
}
