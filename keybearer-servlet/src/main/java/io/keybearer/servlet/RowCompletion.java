package io.keybearer.servlet;

import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes one log row, once: when the chain returns, or, where the request goes on by itself, when
 * the container says that it has ended.
 */
final class RowCompletion implements AsyncListener {
  private static final double NANOS_PER_MILLI = 1_000_000.0;
  private static final int FAILED = 500;

  private final KeyVerifier verifier;
  private final @Nullable LogId row;
  private final HttpServletResponse response;
  private final LongSupplier nanoTime;
  private final long startedAt;
  private final @Nullable Capturing capturing;
  private final AtomicBoolean done = new AtomicBoolean();
  private volatile boolean failed;

  RowCompletion(
      KeyVerifier verifier,
      @Nullable LogId row,
      HttpServletResponse response,
      LongSupplier nanoTime,
      long startedAt,
      @Nullable Capturing capturing) {
    this.verifier = verifier;
    this.row = row;
    this.response = response;
    this.nanoTime = nanoTime;
    this.startedAt = startedAt;
    this.capturing = capturing;
  }

  /** The chain has returned. */
  void returned(HttpServletRequest request) {
    if (row == null) {
      return;
    }
    if (request.isAsyncStarted()) {
      try {
        request.getAsyncContext().addListener(this);
        return;
      } catch (IllegalStateException ended) {
        // It has ended on another thread meanwhile.
      }
    }
    answered(response.getStatus());
  }

  /** The chain threw, which the container answers with an error unless an answer has begun. */
  void threw() {
    answered(response.isCommitted() ? response.getStatus() : FAILED);
  }

  /** The request has been answered with this status. */
  void answered(int status) {
    if (row == null || !done.compareAndSet(false, true)) {
      return;
    }
    double millis = Math.max(0, nanoTime.getAsLong() - startedAt) / NANOS_PER_MILLI;
    int known = status < 100 || status > 599 ? FAILED : status;
    double told = Math.min(millis, LogReport.MOST_MILLIS);
    if (capturing == null) {
      verifier.answered(row, known, told);
    } else {
      verifier.answered(row, known, told, capturing.requestData(), capturing.responseData());
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  @Override
  public void onError(AsyncEvent event) {
    failed = true;
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // What becomes of it, onComplete tells.
  }

  @Override
  public void onComplete(AsyncEvent event) {
    boolean untold = failed && !response.isCommitted() && response.getStatus() < 400;
    answered(untold ? FAILED : response.getStatus());
  }
}
