package io.keybearer.server.gateway.envoy;

import io.keybearer.server.gateway.CheckAnswer;
import io.keybearer.server.gateway.IdentityFields;
import java.util.Collection;
import java.util.Map;

/** Writes verdicts as the message {@code CheckResponse}. */
final class CheckResponse {
  private static final int PERMISSION_DENIED = 7;
  private static final int OVERWRITE_IF_EXISTS_OR_ADD = 2;

  private CheckResponse() {}

  /**
   * The message.
   *
   * @param came the names of the fields that the client sent, in lower case
   */
  static byte[] of(CheckAnswer answer, Collection<String> came) {
    return ProtoWriter.message(response -> {
      response.message(1, status -> status.number(1, answer.passes() ? 0 : PERMISSION_DENIED));
      if (answer.passes()) {
        response.message(3, ok -> writeOk(answer, came, ok));
      } else {
        response.message(2, denied -> writeDenied(answer, denied));
      }
      String row = answer.passes()
          ? answer.identity().get(IdentityFields.LOG_ID)
          : answer.fields().get(IdentityFields.LOG_ID);
      if (row != null) {
        response.message(4, metadata -> writeEntry(metadata, AccessLogMessage.LOG_ID, row));
      }
    });
  }

  private static void writeDenied(CheckAnswer answer, ProtoWriter denied) {
    denied.message(1, status -> status.number(1, answer.status()));
    writeHeaders(2, answer.fields(), denied);
    denied.bytes(3, answer.body().getBytes());
  }

  /** What carried the key goes, and whatever a service could take for a word of ours. */
  private static void writeOk(CheckAnswer answer, Collection<String> came, ProtoWriter ok) {
    writeHeaders(2, answer.identity(), ok);
    for (String name : came) {
      boolean carriesKey = name.equals("authorization") || name.equals("x-api-key");
      if (carriesKey || (IdentityFields.isOurs(name) && !isSet(name, answer))) {
        ok.text(5, name);
      }
    }
    writeHeaders(6, answer.fields(), ok);
  }

  private static boolean isSet(String name, CheckAnswer answer) {
    return answer.identity().keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static void writeHeaders(int field, Map<String, String> headers, ProtoWriter to) {
    headers.forEach((name, value) -> to.message(field, option -> {
      option.message(1, header -> {
        header.text(1, name);
        header.text(2, value);
      });
      option.number(3, OVERWRITE_IF_EXISTS_OR_ADD);
    }));
  }

  /** An entry of a {@code google.protobuf.Struct}. */
  private static void writeEntry(ProtoWriter struct, String name, String value) {
    struct.message(1, entry -> {
      entry.text(1, name);
      entry.message(2, of -> of.text(3, value));
    });
  }
}
