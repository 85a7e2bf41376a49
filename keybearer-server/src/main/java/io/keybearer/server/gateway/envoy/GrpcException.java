package io.keybearer.server.gateway.envoy;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.ProblemKind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** The end of a call without an answer. Its message is for operators, and holds nothing that came. */
final class GrpcException extends IllegalStateException {
  static final int INVALID_ARGUMENT = 3;
  static final int PERMISSION_DENIED = 7;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;
  static final int INTERNAL = 13;
  static final int UNAVAILABLE = 14;
  static final int UNAUTHENTICATED = 16;

  private static final long serialVersionUID = 1L;

  private final int status;

  GrpcException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What a failure is to a caller. */
  static GrpcException of(Throwable failure) {
    if (failure instanceof GrpcException known) {
      return known;
    }
    if (failure instanceof MalformedMessageException malformed) {
      return new GrpcException(INVALID_ARGUMENT, String.valueOf(malformed.getMessage()));
    }
    if (failure instanceof KeybearerException known) {
      return new GrpcException(status(known.code().kind()), known.code().name());
    }
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return of(wrapped.getCause());
    }
    return failure instanceof TimeoutException
        ? new GrpcException(UNAVAILABLE, ProblemCode.STORE_UNAVAILABLE.name())
        : new GrpcException(INTERNAL, "INTERNAL");
  }

  private static int status(ProblemKind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case FORBIDDEN -> PERMISSION_DENIED;
      case EXHAUSTED -> RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> UNAVAILABLE;
      default -> INVALID_ARGUMENT;
    };
  }

  /** The status code of gRPC. */
  int status() {
    return status;
  }

  /** Whether nobody foresaw this. */
  boolean unforeseen() {
    return status == INTERNAL;
  }
}
