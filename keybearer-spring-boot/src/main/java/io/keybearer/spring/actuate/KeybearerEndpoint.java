package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import io.keybearer.cluster.NodeStanding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/keybearer}: how many verifications came to what since the start, what the log's
 * writer does, and the nodes that share the database. Names no key and no company.
 */
@Endpoint(id = "keybearer")
public final class KeybearerEndpoint {
  private final Keybearer keybearer;

  KeybearerEndpoint(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  /** What is known now; reads the database for the nodes. */
  @ReadOperation
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("verifications", keybearer.verifier().counts().snapshot());
    state.put("fresh", keybearer.verifier().isFresh());
    state.put("log", log());
    state.put("nodes", nodes());
    return state;
  }

  private Map<String, Object> log() {
    return Map.of(
        "waiting", keybearer.log().writer().waiting(),
        "written", keybearer.log().writer().written(),
        "dropped", keybearer.log().writer().dropped());
  }

  private List<Map<String, Object>> nodes() {
    return keybearer.membership().read().standings().stream()
        .map(KeybearerEndpoint::node)
        .toList();
  }

  private static Map<String, Object> node(NodeStanding standing) {
    return Map.of(
        "name", standing.node().beat().name(),
        "self", standing.self(),
        "live", standing.live(),
        "behind", standing.behind(),
        "lag", standing.lag().toString());
  }
}
