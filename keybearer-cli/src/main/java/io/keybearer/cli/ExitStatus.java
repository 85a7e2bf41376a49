package io.keybearer.cli;

import io.keybearer.client.KeybearerClientException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the command returns to its caller. */
final class ExitStatus {
  static final int OK = 0;
  static final int REFUSED = 1;
  static final int WRONG_USAGE = 2;
  static final int NOT_ALLOWED = 3;
  static final int NOT_FOUND = 4;
  static final int UNAVAILABLE = 5;

  private ExitStatus() {}

  /** The status of a call that failed. */
  static int of(KeybearerClientException failure) {
    return switch (failure.status()) {
      case 401, 403 -> NOT_ALLOWED;
      case 404 -> NOT_FOUND;
      default -> failure.status() >= 400 && failure.status() < 500 ? REFUSED : UNAVAILABLE;
    };
  }

  /** What each one means, for the help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("0", "done");
    meanings.put("1", "refused by the server, or the verified key is not valid");
    meanings.put("2", "wrong usage");
    meanings.put("3", "not authenticated, or not allowed");
    meanings.put("4", "not found");
    meanings.put("5", "the server did not answer or could not, or not every node knew in time");
    meanings.put("69", "the launcher found no Java or Maven to run with");
    meanings.put("70…", "the launcher could not build or start it, and said why");
    return meanings;
  }
}
