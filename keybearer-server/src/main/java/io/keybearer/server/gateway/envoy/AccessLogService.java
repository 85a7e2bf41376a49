package io.keybearer.server.gateway.envoy;

import io.keybearer.RequestLog;
import io.keybearer.key.Caller;
import io.keybearer.log.LogReport;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.server.gateway.GatewayChecks;
import io.keybearer.server.gateway.GatewayField;
import io.keybearer.server.http.Incoming;
import io.keybearer.server.http.StoreThreads;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs}: each entry completes the row
 * of its request. Envoy sends and does not wait, so what cannot be written is lost to it; the stream
 * then ends with why. The gateway's key is looked at with each message, since a stream may outlive
 * it.
 */
final class AccessLogService implements GrpcServices.Method {
  static final String PATH = "/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs";

  private static final int LONGEST = 4 * 1024 * 1024;
  private static final long PATIENCE_SECONDS = 15;
  private static final byte[] RECEIVED = {};

  private final GatewayChecks checks;
  private final RequestLog log;
  private final StoreThreads threads;

  AccessLogService(GatewayChecks checks, RequestLog log, StoreThreads threads) {
    this.checks = checks;
    this.log = log;
    this.threads = threads;
  }

  @Override
  public void begin(GrpcCall call) {
    Stream stream = new Stream(call);
    call.read(LONGEST, stream::take, stream::end);
  }

  /** One stream of entries. Messages are written one after another. */
  private final class Stream {
    private final GrpcCall call;
    private int writing;
    private boolean ended;

    Stream(GrpcCall call) {
      this.call = call;
    }

    void take(byte[] message) {
      List<LogReport> reports = AccessLogMessage.read(message);
      Incoming incoming = call.incoming();
      List<String> proof = incoming.lines(GatewayField.NAME);
      String peer = incoming.peer();
      writing++;
      call.flow(false);
      threads.run(
          () -> call.back(() -> write(proof, peer, reports), count -> written()),
          call::failElsewhere);
    }

    private int write(List<String> proof, String peer, List<LogReport> reports) {
      Caller gateway = checks.admit(proof, PATH, peer, ReservedPermission.LOGS);
      if (reports.isEmpty()) {
        return 0;
      }
      return log.report(gateway, reports)
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join()
          .size();
    }

    private void written() {
      writing--;
      if (writing == 0) {
        call.flow(true);
        answerAtEnd();
      }
    }

    void end() {
      ended = true;
      answerAtEnd();
    }

    private void answerAtEnd() {
      if (ended && writing == 0) {
        call.answer(RECEIVED);
      }
    }
  }
}
