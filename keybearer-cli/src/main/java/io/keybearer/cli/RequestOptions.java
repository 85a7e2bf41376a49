package io.keybearer.cli;

import io.keybearer.client.ExplanationRequest;
import io.keybearer.client.VerificationRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe a request made with a key. */
final class RequestOptions {
  @Option(names = "--ip", paramLabel = "ADDRESS", description = "Where the request came from.")
  private @Nullable String ip;

  @Option(names = "--referer", paramLabel = "URL", description = "Its Referer header.")
  private @Nullable String referer;

  @Option(names = "--origin", paramLabel = "URL", description = "Its Origin header.")
  private @Nullable String origin;

  @Option(names = "--method", paramLabel = "METHOD", description = "Its method, such as GET.")
  private @Nullable String method;

  @Option(names = "--endpoint", paramLabel = "PATH", description = "Its path, such as /orders/7.")
  private @Nullable String endpoint;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "The scope it needs: read, write or admin (default: what the method says).")
  private @Nullable String scope;

  @Option(
      names = "--permission",
      paramLabel = "NAME",
      description = "A power it needs. Can be repeated.")
  private List<String> permissions = List.of();

  @Option(
      names = "--cost",
      paramLabel = "N",
      description = "How many requests it counts as (default: 1); 0 looks without counting.")
  private @Nullable Long cost;

  /** Says what was named. */
  void applyTo(VerificationRequest.Builder request) {
    give(ip, request::ip);
    give(referer, request::referer);
    give(origin, request::origin);
    give(method, request::method);
    give(endpoint, request::endpoint);
    give(scope, request::scope);
    give(permissions.isEmpty() ? null : permissions, request::permissions);
    give(cost, request::cost);
  }

  /** Says what was named. */
  void applyTo(ExplanationRequest.Builder request) {
    give(ip, request::ip);
    give(referer, request::referer);
    give(origin, request::origin);
    give(method, request::method);
    give(endpoint, request::endpoint);
    give(scope, request::scope);
    give(permissions.isEmpty() ? null : permissions, request::permissions);
    give(cost, request::cost);
  }

  private static <T> void give(@Nullable T value, Consumer<T> taker) {
    if (value != null) {
      taker.accept(value);
    }
  }
}
