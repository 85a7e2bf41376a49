package io.keybearer.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the log as they come. A line that breaks is opened again from where it broke, and each row
 * is told once. For one thread, but for {@link #close}.
 */
public final class LogStream implements AutoCloseable {
  /** How many rows are remembered, to tell none twice. */
  private static final int REMEMBERED = 20_000;

  private static final int TRIES = 5;

  private final Transport transport;
  private final Map<String, String> parameters;
  private final Set<String> told = new LinkedHashSet<>();
  private @Nullable BufferedReader lines;
  private @Nullable String last;
  private volatile boolean closed;

  LogStream(Transport transport, Map<String, String> parameters) {
    this.transport = transport;
    this.parameters = parameters;
    this.last = parameters.get("after");
    this.lines = open();
  }

  /**
   * What comes.
   *
   * @param row a row; null when this is a gap
   * @param json the JSON of the row, or of the gap: the time of which not all rows were told, as
   *     {@code from} and {@code until}
   */
  public record Event(@Nullable LogView row, String json) {}

  /**
   * Waits for what comes next.
   *
   * @return nothing when the time is over that was asked for, or this was closed
   * @throws KeybearerClientException when the server is gone and does not come back
   */
  public Optional<Event> next() {
    int broken = 0;
    while (!closed) {
      try {
        Event event = read();
        if (event != null) {
          return Optional.of(event);
        }
        return Optional.empty();
      } catch (IOException cut) {
        broken++;
        if (closed) {
          return Optional.empty();
        }
        if (broken == TRIES) {
          throw new NoAnswerException("The line to the server breaks again and again.", false, cut);
        }
        lines = open();
      }
    }
    return Optional.empty();
  }

  private @Nullable Event read() throws IOException {
    BufferedReader from = lines;
    String id = null;
    String kind = "";
    String data = "";
    for (String line = line(from); line != null; line = line(from)) {
      if (line.isEmpty()) {
        Event event = event(id, kind, data);
        if (event != null) {
          return event;
        }
        id = null;
        kind = "";
        data = "";
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("event: ")) {
        kind = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      }
    }
    return null;
  }

  private static @Nullable String line(@Nullable BufferedReader from) throws IOException {
    return from == null ? null : from.readLine();
  }

  private @Nullable Event event(@Nullable String id, String kind, String data) {
    if (kind.equals("gap")) {
      return new Event(null, data);
    }
    if (!kind.equals("row") || id == null || !told.add(id)) {
      return null;
    }
    if (told.size() > REMEMBERED) {
      told.remove(told.iterator().next());
    }
    last = id;
    return new Event(LogView.read(JsonMembers.parse(data)), data);
  }

  private BufferedReader open() {
    Map<String, String> query = new LinkedHashMap<>(parameters);
    String after = last;
    if (after != null) {
      query.put("after", after);
    }
    InputStream body = transport.open(Call.get("/v1/logs/tail", query), "text/event-stream");
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** Ends it, also from another thread. */
  @Override
  public void close() {
    closed = true;
    try {
      BufferedReader open = lines;
      if (open != null) {
        open.close();
      }
    } catch (IOException alreadyGone) {
      // There is nothing left to close.
    }
  }
}
