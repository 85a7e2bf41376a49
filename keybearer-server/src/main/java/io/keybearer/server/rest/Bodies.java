package io.keybearer.server.rest;

import io.keybearer.server.http.Call;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.server.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** How a body that is one JSON object is read. */
final class Bodies {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private Bodies() {}

  /** The body. */
  static ObjectReader object(Call call) {
    return ObjectReader.of(StrictJson.read(call.body().getBytes()));
  }

  /** The body, which may be left out and then says nothing. */
  static ObjectReader objectOrNothing(Call call) {
    return ObjectReader.of(
        StrictJson.read(call.body().length() == 0 ? NOTHING : call.body().getBytes()));
  }
}
