package io.keybearer.benchmarks.http;

import io.keybearer.client.KeybearerClient;
import io.keybearer.client.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the requests are about: a company, a key of it that may verify, and keys to be verified, each
 * with an address list, a scope and a rate limit that is never reached.
 */
final class Scene {
  private static final String COMPANY = "acme";

  /** Tokens in an hour, shared out so that no limit is full again at its key's next turn, or empty. */
  private static final long TOKENS = 30_000_000;

  private static final String BODY = """
      {"key":"%s","ip":"203.0.113.7","method":"GET","endpoint":"/orders/7","user_agent":"bench"}""";
  private static final String REQUEST = """
      POST /v1/keys/verify HTTP/1.1\r
      Host: %s\r
      Authorization: Bearer %s\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      %s""";

  private Scene() {}

  /** The texts of the keys: whose holder may verify, and those to be verified. */
  record Keys(String verifier, List<String> verified) {
    /** Copies the list. */
    Keys {
      verified = List.copyOf(verified);
    }
  }

  /** Sets it up, and returns the requests, one for each key. */
  static List<byte[]> build(URI server, Path firstKeyFile, int count) throws IOException {
    Keys keys = keys(server, firstKeyFile, count);
    return keys.verified().stream()
        .map(key -> request(server.getAuthority(), keys.verifier(), BODY.formatted(key)))
        .toList();
  }

  /** Sets it up, and returns the keys. */
  static Keys keys(URI server, Path firstKeyFile, int keys) throws IOException {
    KeybearerClient platform = KeybearerClient.builder()
        .url(server.toString())
        .key(Files.readString(firstKeyFile).strip())
        .build();
    platform.companies().create(COMPANY, "Acme");
    String verifier = text(
        platform,
        NewKey.builder("verifier", "service", "read")
            .company(COMPANY)
            .permissions(List.of("keybearer:verify"))
            .build());
    List<String> verified = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      String key = text(
          platform,
          NewKey.builder("customer " + i, "service", "write")
              .company(COMPANY)
              .allowedIps(List.of("203.0.113.0/24", "2001:db8::/32"))
              .rateLimit(Math.max(1, TOKENS / keys))
              .rateLimitWindow(3_600)
              .build());
      verified.add(key);
    }
    return new Keys(verifier, verified);
  }

  private static String text(KeybearerClient platform, NewKey key) {
    return platform.keys().create(key).revealKey().orElseThrow();
  }

  private static byte[] request(String host, String verifier, String body) {
    return REQUEST
        .formatted(host, verifier, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
