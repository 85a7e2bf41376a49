package io.keybearer.server.problem;

import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Problem;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.ProblemKind;
import io.keybearer.server.json.JsonWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Locale;

/**
 * What an answer says of a problem.
 *
 * @param problem its stable name
 * @param arguments what fills its text
 * @param fields what is wrong with which field
 */
public record ProblemDocument(Problem problem, List<String> arguments, List<FieldProblem> fields) {
  /** The media type of the text. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Copies the lists. */
  public ProblemDocument {
    arguments = List.copyOf(arguments);
    fields = List.copyOf(fields);
  }

  /** What there is to say of a failure; of one that nobody foresaw, only that it happened. */
  public static ProblemDocument of(Throwable failure) {
    if (failure instanceof KeybearerException known) {
      return new ProblemDocument(known.code(), known.arguments(), known.fields());
    }
    return new ProblemDocument(ServerProblem.INTERNAL, List.of(), List.of());
  }

  /** The HTTP status. */
  public int status() {
    return problem instanceof ServerProblem ours ? ours.status() : status(problem.kind());
  }

  /** Whether nobody foresaw this, so that the log must say what it was. */
  public boolean unforeseen() {
    return problem == ServerProblem.INTERNAL;
  }

  /** Whether the same request may succeed soon. */
  public boolean passes() {
    return status() == 503;
  }

  /** The JSON text. */
  public byte[] json(Locale locale, String requestId) {
    return JsonWriter.object(json -> {
      writeHead(locale, json);
      json.text("request_id", requestId);
      writeFields(locale, json);
    });
  }

  /** Writes the same as a part of an answer, which has its request's id elsewhere. */
  public void writePart(Locale locale, JsonWriter json) {
    writeHead(locale, json);
    writeFields(locale, json);
  }

  private void writeHead(Locale locale, JsonWriter json) {
    json.text("type", "urn:keybearer:problem:" + kebab(problem));
    json.text("code", problem.name());
    json.text("title", HttpResponseStatus.valueOf(status()).reasonPhrase());
    json.number("status", (long) status());
    json.text("detail", problem.text(locale, arguments));
  }

  private void writeFields(Locale locale, JsonWriter json) {
    json.objects("errors", fields, (field, entry) -> writeField(field, entry, locale));
  }

  /** The same about a part of a request: the fields lie under this path. */
  public ProblemDocument under(String path) {
    List<FieldProblem> moved = fields.stream()
        .map(field -> new FieldProblem(path + "." + field.path(), field.code(), field.arguments()))
        .toList();
    return new ProblemDocument(problem, arguments, moved);
  }

  private static void writeField(FieldProblem field, JsonWriter json, Locale locale) {
    json.text("path", field.path());
    json.text("code", field.code().name());
    json.text("detail", field.text(locale));
  }

  private static String kebab(Problem problem) {
    return problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int status(ProblemKind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case PRECONDITION_FAILED -> 412;
      case EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  /** Says that no accepted credential came. */
  public static ProblemDocument unauthenticated() {
    return new ProblemDocument(ProblemCode.UNAUTHENTICATED, List.of(), List.of());
  }
}
