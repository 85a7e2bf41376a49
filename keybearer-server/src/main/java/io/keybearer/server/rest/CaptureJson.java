package io.keybearer.server.rest;

import io.keybearer.key.Capture;
import io.keybearer.server.http.Call;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is captured, as bodies ask for it and answers show it. */
final class CaptureJson {
  private CaptureJson() {}

  /** What a body asks for; both payloads unless it says otherwise. */
  record Asked(Duration length, boolean request, boolean response) {}

  static Asked read(Call call) {
    ObjectReader body = Bodies.object(call);
    body.require("duration");
    Member<Duration> length = body.text("duration", Forms::duration);
    boolean request = body.flag("request").or(true);
    boolean response = body.flag("response").or(true);
    body.finish();
    return new Asked(length.or(Duration.ZERO), request, response);
  }

  static void write(@Nullable Capture capture, JsonWriter json) {
    json.object("capture", capture, (shown, inner) -> {
      inner.flag("request", shown.request());
      inner.flag("response", shown.response());
      inner.instant("until", shown.until());
    });
  }
}
