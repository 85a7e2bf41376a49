package io.keybearer.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls about keys. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Keys {
  private static final String ALL = "/v1/keys";
  private static final String ONE = "/v1/keys/{}";

  private final Transport transport;

  Keys(Transport transport) {
    this.transport = transport;
  }

  /** Issues a key; its text is in the answer, and nowhere ever after. */
  public IssuedKeyView create(NewKey key) {
    return IssuedKeyView.read(transport.send(Call.write("POST", ALL, key.members())));
  }

  /** Lists keys, newest first. */
  public PageView<ApiKeyView> list(Query query) {
    return PageView.read(transport.send(Call.get(ALL, query.parameters())), ApiKeyView::read);
  }

  /** Reads a key. */
  public ApiKeyView get(String id) {
    return read(transport.send(Call.get(Call.path(ONE, id))));
  }

  /** Changes a key. */
  public ApiKeyView update(String id, KeyChange change) {
    return read(transport.send(
        Call.write("PATCH", Call.path(ONE, id), change.members()).ifVersion(change.version())));
  }

  /** Ends a key for good. A second call keeps the first time and reason. */
  public RevokedKeyView revoke(String id) {
    return revoked(revocation(id, null));
  }

  /**
   * Ends a key for good.
   *
   * @param id the key
   * @param reason why, 1–500 characters
   */
  public RevokedKeyView revoke(String id, String reason) {
    return revoked(revocation(id, reason));
  }

  /**
   * Ends a key for good, and waits until every live node knows, or the time is over; {@link
   * PropagationView#complete()} says which. The key has ended either way.
   *
   * @param id the key
   * @param reason why, 1–500 characters; null when nobody says
   * @param atMost 1–30 s, whole seconds; the call may take so much longer than its timeout
   */
  public RevokedKeyView revokeEverywhere(String id, @Nullable String reason, Duration atMost) {
    return revoked(revocation(id, reason).waiting(atMost));
  }

  /**
   * Moves the expiry to the later of now and the expiry, and this much.
   *
   * @param id a key that expires and is neither revoked nor rotated
   * @param duration positive
   */
  public ApiKeyView extend(String id, Duration duration) {
    return act(id, "extend", Map.of("duration", Wire.duration(duration)));
  }

  /**
   * Replaces a key by a successor with the same rights.
   *
   * @param id a key that is neither revoked, expired nor rotated
   * @param grace how long the old key stays valid beside the new; zero for not at all
   */
  public IssuedKeyView rotate(String id, Duration grace) {
    String path = Call.path(ONE, id) + "/rotate";
    return IssuedKeyView.read(
        transport.send(Call.write("POST", path, Map.of("grace", Wire.duration(grace)))));
  }

  /**
   * Switches on that the log keeps what is asked and answered with a key, for a time from now.
   *
   * @param id a key that is not revoked
   * @param length up to seven days; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   */
  public ApiKeyView capture(String id, Duration length, boolean request, boolean response) {
    String path = Call.path(ONE, id) + "/capture";
    return read(transport.send(Call.write("POST", path, Wire.capture(length, request, response))));
  }

  /** Switches a key off. */
  public ApiKeyView disable(String id) {
    return act(id, "disable", Map.of());
  }

  /** Switches a key on again. */
  public ApiKeyView enable(String id) {
    return act(id, "enable", Map.of());
  }

  /**
   * Asks whether a key may be used. One that may not is an answer, not an exception; an exception
   * means that it is not known.
   */
  public VerificationView verify(VerificationRequest request) {
    return VerificationView.read(
        JsonMembers.parse(transport.send(Call.ask("/v1/keys/verify", request.members()))));
  }

  /**
   * Asks whether many keys may be used, each as if it were asked for alone.
   *
   * @param requests 1 to 1,000
   * @return an item for each request, in their order; one that could not be answered is a problem in
   *     its place, and the whole fails when none could
   */
  public List<BatchItem> verifyAll(List<VerificationRequest> requests) {
    List<?> items = requests.stream().map(VerificationRequest::members).toList();
    List<BatchItem> answers = JsonMembers.parse(
            transport.send(Call.ask("/v1/keys/verify/batch", Map.of("items", items))))
        .objects("items", BatchItem::read);
    if (answers.size() != requests.size()) {
      throw new UnreadableAnswerException(
          "Expected " + requests.size() + " verdicts and got " + answers.size() + ".");
    }
    return answers;
  }

  /**
   * Asks what a verification of a key would answer, and why, rule by rule. Changes and counts
   * nothing; needs {@code keybearer:read}.
   *
   * @param id the key
   */
  public ExplanationView explain(String id, ExplanationRequest request) {
    String path = Call.path(ONE, id) + "/explain";
    return ExplanationView.read(
        JsonMembers.parse(transport.send(Call.look(path, request.members()))));
  }

  private ApiKeyView act(String id, String action, Map<String, String> body) {
    return read(transport.send(Call.write("POST", Call.path(ONE, id) + "/" + action, body)));
  }

  private static Call revocation(String id, @Nullable String reason) {
    Map<String, String> body = reason == null ? Map.of() : Map.of("reason", reason);
    return Call.write("POST", Call.path(ONE, id) + "/revoke", body);
  }

  private RevokedKeyView revoked(Call call) {
    return RevokedKeyView.read(JsonMembers.parse(transport.send(call)));
  }

  private static ApiKeyView read(String answer) {
    return ApiKeyView.read(JsonMembers.parse(answer));
  }
}
