package io.keybearer.server.rest;

import io.keybearer.cluster.Membership;
import io.keybearer.cluster.Propagation;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Parameters;
import io.keybearer.server.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far changes have come, at once or after waiting for every live node. */
final class Propagations {
  /** What a request says about waiting. */
  static final Set<String> PARAMETERS = Set.of("wait", "wait_seconds");

  private static final int MOST_SECONDS = 30;
  private static final int ORDINARY_SECONDS = 10;

  private final Membership membership;

  Propagations(Membership membership) {
    this.membership = membership;
  }

  /** How long a request wants to wait; null for not at all. */
  static @Nullable Duration asked(Call call) {
    Parameters asked = call.parameters();
    boolean waits = asked.read("wait", Propagations::all) != null;
    Integer seconds = waits
        ? asked.number("wait_seconds", 1, MOST_SECONDS)
        : asked.read("wait_seconds", Propagations::withoutWait);
    asked.finish();
    return waits ? Duration.ofSeconds(seconds == null ? ORDINARY_SECONDS : seconds) : null;
  }

  private static String all(String text) {
    if (text.equals("all")) {
      return text;
    }
    throw new InvalidValueException(ProblemCode.UNKNOWN_VALUE, "all");
  }

  private static Integer withoutWait(String text) {
    throw new InvalidValueException(ProblemCode.NOT_ALLOWED, "wait=all is not there");
  }

  /**
   * Adds to the answer of a change how far it has come. The change is committed: when the store does
   * not answer now, the answer says that it is not known.
   */
  CompletableFuture<Answer> told(Writes.Done done, @Nullable Duration wait) {
    CompletableFuture<@Nullable Propagation> propagation;
    try {
      propagation = propagation(done.sequence(), wait);
    } catch (StoreUnavailableException unknown) {
      propagation = CompletableFuture.completedFuture(null);
    }
    return propagation.thenApply(known -> told(done, known));
  }

  /**
   * How far a change has come.
   *
   * @throws StoreUnavailableException when the store does not answer
   */
  CompletableFuture<@Nullable Propagation> propagation(long sequence, @Nullable Duration wait) {
    return wait == null
        ? CompletableFuture.completedFuture(membership.propagation(sequence))
        : membership.whenApplied(sequence, wait).thenApply(known -> known);
  }

  private static Answer told(Writes.Done done, @Nullable Propagation known) {
    Answer answer = done.answer();
    byte[] body = JsonWriter.extended(
        answer.body().getBytes(),
        json -> json.object("propagation", inner -> write(done.sequence(), known, inner)));
    return new Answer(answer.status(), answer.headers(), Buffer.buffer(body));
  }

  /** Writes the members; what is not known is null, and not complete. */
  static void write(long sequence, @Nullable Propagation known, JsonWriter json) {
    json.number("sequence", sequence);
    json.flag("complete", known != null && known.complete());
    json.number("live_nodes", known == null ? null : (long) known.liveNodes());
    json.number("applied_nodes", known == null ? null : (long) known.appliedNodes());
    json.number("fenced_nodes", known == null ? null : (long) known.fencedNodes());
  }
}
