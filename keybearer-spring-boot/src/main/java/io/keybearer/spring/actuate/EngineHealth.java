package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an engine is: up while it has word from the database, so that verdicts are given from memory.
 * Otherwise each verification reads the database, if that answers.
 */
final class EngineHealth {
  private final Keybearer keybearer;

  EngineHealth(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  boolean isUp() {
    return keybearer.verifier().isFresh();
  }

  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("fresh", keybearer.verifier().isFresh());
    details.put("logWaiting", keybearer.log().writer().waiting());
    details.put("logDropped", keybearer.log().writer().dropped());
    return details;
  }
}
