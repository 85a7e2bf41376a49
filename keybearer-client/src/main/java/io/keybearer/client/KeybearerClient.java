package io.keybearer.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Keybearer server, acting with one key. Make one and share it: it is thread-safe
 * and keeps its connections.
 *
 * <pre>{@code
 * KeybearerClient keybearer =
 *     KeybearerClient.builder().url("http://127.0.0.1:8787").key(System.getenv("KEYBEARER_KEY")).build();
 * VerificationView verdict = keybearer.keys().verify(VerificationRequest.of(key).build());
 * }</pre>
 *
 * <p>Calls wait for their answer and fail with a {@link KeybearerClientException}. A call that found
 * no connection or a 503 is sent again, as is a broken one that changes nothing or carries an {@code
 * Idempotency-Key}, which every write does; all within the timeout of the call.
 */
public final class KeybearerClient {
  private final Transport transport;

  private KeybearerClient(Transport transport) {
    this.transport = transport;
  }

  /** Begins a client. */
  public static Builder builder() {
    return new Builder();
  }

  /** The customers; for platform keys with {@code keybearer:companies}. */
  public Companies companies() {
    return new Companies(transport);
  }

  /** Whom keys of type {@code user} stand for; needs {@code keybearer:keys}. */
  public Owners owners() {
    return new Owners(transport);
  }

  /** The keys, and their verification. */
  public Keys keys() {
    return new Keys(transport);
  }

  /** The request log. */
  public Logs logs() {
    return new Logs(transport);
  }

  /** How much keys are used, and which are not. */
  public Usage usage() {
    return new Usage(transport);
  }

  /** The nodes that share the database, and how far changes have come among them. */
  public Nodes nodes() {
    return new Nodes(transport);
  }

  /** The same calls, none of which waits for its answer. */
  public AsyncKeybearerClient async() {
    return new AsyncKeybearerClient(transport);
  }

  /** Reads the calling key and what is left of its limits; any valid key may. */
  public SelfView self() {
    return transport.send(Operations.self());
  }

  /** What a client is built from. Not thread-safe. */
  public static final class Builder {
    private static final Duration MOST_TO_CONNECT = Duration.ofSeconds(5);
    private static final Pattern KEY = Pattern.compile("[!-~]{1,1024}");

    private String server = "http://127.0.0.1:8787";
    private @Nullable String key;
    private Duration timeout = Duration.ofSeconds(10);
    private int tries = 3;
    private AnswerListener listener = json -> {};
    private Pause pause = duration -> Thread.sleep(duration.toMillis());

    private Builder() {}

    /**
     * Where the server is; {@code http://127.0.0.1:8787} by default.
     *
     * @throws IllegalArgumentException unless it is an http or https address without user, query and
     *     fragment
     */
    public Builder url(String url) {
      URI address = URI.create(url.strip());
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (!web
          || address.getHost() == null
          || address.getRawUserInfo() != null
          || address.getRawQuery() != null
          || address.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "expected an address such as https://keys.example.com, without user, query and fragment");
      }
      server = address.toString().replaceAll("/+$", "");
      return this;
    }

    /**
     * The key to call with. It is kept in memory and sent; nothing prints it.
     *
     * @throws IllegalArgumentException unless it is 1–1024 printable ASCII characters without spaces
     */
    public Builder key(String text) {
      if (!KEY.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "expected a key of printable ASCII characters without spaces");
      }
      key = text;
      return this;
    }

    /** How long one call may take with all its tries; 10 s by default. */
    public Builder timeout(Duration span) {
      if (span.isNegative() || span.isZero()) {
        throw new IllegalArgumentException("expected a positive timeout");
      }
      timeout = span;
      return this;
    }

    /** How often one call is sent at most, 1–10; 3 by default. */
    public Builder tries(int most) {
      if (most < 1 || most > 10) {
        throw new IllegalArgumentException("expected 1 to 10 tries");
      }
      tries = most;
      return this;
    }

    /** Hears the JSON of every successful answer. */
    public Builder listener(AnswerListener hears) {
      listener = hears;
      return this;
    }

    Builder pause(Pause between) {
      pause = between;
      return this;
    }

    /**
     * Makes the client; nothing is sent yet.
     *
     * @throws IllegalStateException when no key was given
     */
    public KeybearerClient build() {
      if (key == null) {
        throw new IllegalStateException("expected a key to call with");
      }
      HttpClient http = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(timeout.compareTo(MOST_TO_CONNECT) < 0 ? timeout : MOST_TO_CONNECT)
          .build();
      SecureRandom random = new SecureRandom();
      return new KeybearerClient(new Transport(
          http,
          new Transport.Settings(server, Objects.requireNonNull(key), timeout, tries, listener),
          System::nanoTime,
          pause,
          new Backoff(random),
          random));
    }
  }
}
