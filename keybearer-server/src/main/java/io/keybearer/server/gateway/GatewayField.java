package io.keybearer.server.gateway;

import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.secret.SecretText;
import io.keybearer.server.problem.ServerProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code X-Keybearer-Gateway}: the gateway's own key, and after it, parted by
 * semicolons, what requests need that come this way: {@code kb_s_…; scope=write;
 * permission=orders:export}. Whoever does not know the key cannot say it, so no client can.
 *
 * @param key the gateway's key
 * @param needs what the request needs
 */
public record GatewayField(SecretText key, Needs needs) {
  /** The name of the field. */
  public static final String NAME = "X-Keybearer-Gateway";

  /**
   * Reads the field.
   *
   * @param lines every line of it
   * @return null when there is not exactly one
   * @throws InvalidRequestException when what follows the key cannot be read
   */
  public static @Nullable GatewayField of(List<String> lines) {
    if (lines.size() != 1) {
      return null;
    }
    String line = lines.get(0);
    int end = line.indexOf(';');
    if (end < 0) {
      return new GatewayField(SecretText.of(line.strip()), Needs.nothing());
    }
    SecretText key = SecretText.of(line.substring(0, end).strip());
    return new GatewayField(key, Needs.of(said(line.substring(end + 1))));
  }

  private static Map<String, String> said(String text) {
    Map<String, String> said = new HashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      if (!Needs.NAMES.contains(name)) {
        throw wrong(ServerProblem.UNKNOWN_PARAMETER);
      }
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (said.putIfAbsent(name, value) != null) {
        throw wrong(ServerProblem.REPEATED_PARAMETER);
      }
    }
    return said;
  }

  private static InvalidRequestException wrong(ServerProblem problem) {
    return new InvalidRequestException(List.of(FieldProblem.of(NAME, problem)));
  }
}
