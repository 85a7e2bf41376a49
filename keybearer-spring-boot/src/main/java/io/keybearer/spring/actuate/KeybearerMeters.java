package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of an engine. Tagged with outcomes alone: keys and companies are too many for tags. */
final class KeybearerMeters implements MeterBinder {
  private final Keybearer keybearer;

  KeybearerMeters(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String outcome : keybearer.verifier().counts().snapshot().keySet()) {
      FunctionCounter.builder(
              "keybearer.verifications",
              keybearer,
              engine -> engine.verifier().counts().snapshot().getOrDefault(outcome, 0L))
          .description("verifications by what they came to")
          .tag("outcome", outcome)
          .register(registry);
    }
    FunctionCounter.builder(
            "keybearer.log.written", keybearer, e -> e.log().writer().written())
        .description("entries of the request log written")
        .register(registry);
    FunctionCounter.builder(
            "keybearer.log.dropped", keybearer, e -> e.log().writer().dropped())
        .description("rows of the request log dropped for want of room")
        .register(registry);
    Gauge.builder("keybearer.log.waiting", keybearer, e -> e.log().writer().waiting())
        .description("entries of the request log that wait to be written")
        .register(registry);
    Gauge.builder("keybearer.fresh", keybearer, e -> e.verifier().isFresh() ? 1 : 0)
        .description("1 while verdicts are given from memory")
        .register(registry);
  }
}
