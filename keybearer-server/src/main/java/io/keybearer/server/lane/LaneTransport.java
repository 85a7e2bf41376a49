package io.keybearer.server.lane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A transport of Vert.x as it is, but that each connection which comes in gets a {@link VerifyLane}
 * before anything else. It is also what ends idle connections: only here all bytes are seen.
 */
public final class LaneTransport implements io.vertx.core.transport.Transport, Transport {
  private final io.vertx.core.transport.Transport origin;
  private final Transport transport;
  private final int idleSeconds;
  private final ChannelGroup lanes = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final AtomicReference<@Nullable LaneTerms> terms = new AtomicReference<>();

  /**
   * Makes a transport over another.
   *
   * @param idleSeconds how long a connection may be silent at least, in both directions
   */
  public LaneTransport(io.vertx.core.transport.Transport origin, int idleSeconds) {
    this.origin = origin;
    this.transport = origin.implementation();
    this.idleSeconds = idleSeconds;
  }

  /** Opens the lanes of connections that come in from now on. */
  public void open(LaneTerms common) {
    terms.set(common);
  }

  /**
   * Opens no more lanes, and closes the connections that have one, each once what it asked is
   * answered. The server behind would wait for them: it has not heard of them yet.
   */
  public void close() {
    terms.set(null);
    ChannelGroupFuture unused = lanes.close();
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new Entrance());
  }

  /** Sees connections before they are registered, and so before their first byte. */
  @ChannelHandler.Sharable
  private final class Entrance extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      LaneTerms common = terms.get();
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new SilenceGuard(idleSeconds));
        if (common != null) {
          connection.pipeline().addLast(new VerifyLane(common, lanes));
        }
      }
      context.fireChannelRead(accepted);
    }
  }

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public boolean available() {
    return origin.available();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return origin.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public boolean supportsDomainSockets() {
    return transport.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return transport.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return transport.isAvailable();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return transport.ioHandlerFactory();
  }

  @Override
  public DatagramChannel datagramChannel() {
    return transport.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation")
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return transport.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return transport.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return transport.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    transport.configure(channel, options);
  }

  @Override
  public void configure(
      ClientOptionsBase options,
      int connectTimeout,
      boolean domainSocket,
      io.netty.bootstrap.Bootstrap bootstrap) {
    transport.configure(options, connectTimeout, domainSocket, bootstrap);
  }
}
