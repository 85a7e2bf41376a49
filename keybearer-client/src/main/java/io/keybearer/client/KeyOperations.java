package io.keybearer.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked about keys. */
final class KeyOperations {
  private static final String ALL = "/v1/keys";
  private static final String ONE = "/v1/keys/{}";

  private KeyOperations() {}

  static Operation<IssuedKeyView> create(NewKey key) {
    return new Operation<>(Call.write("POST", ALL, key.members()), IssuedKeyView::read);
  }

  static Operation<PageView<ApiKeyView>> list(Query query) {
    return new Operation<>(
        Call.get(ALL, query.parameters()), answer -> PageView.read(answer, ApiKeyView::read));
  }

  static Operation<ApiKeyView> get(String id) {
    return Operation.ofObject(Call.get(Call.path(ONE, id)), ApiKeyView::read);
  }

  static Operation<ApiKeyView> update(String id, KeyChange change) {
    return Operation.ofObject(
        Call.write("PATCH", Call.path(ONE, id), change.members()).ifVersion(change.version()),
        ApiKeyView::read);
  }

  static Operation<RevokedKeyView> revoke(String id, @Nullable String reason) {
    return Operation.ofObject(revocation(id, reason), RevokedKeyView::read);
  }

  static Operation<RevokedKeyView> revokeEverywhere(
      String id, @Nullable String reason, Duration atMost) {
    return Operation.ofObject(revocation(id, reason).waiting(atMost), RevokedKeyView::read);
  }

  static Operation<ApiKeyView> extend(String id, Duration duration) {
    return act(id, "extend", Map.of("duration", Wire.duration(duration)));
  }

  static Operation<IssuedKeyView> rotate(String id, Duration grace) {
    String path = Call.path(ONE, id) + "/rotate";
    return new Operation<>(
        Call.write("POST", path, Map.of("grace", Wire.duration(grace))), IssuedKeyView::read);
  }

  static Operation<ApiKeyView> capture(
      String id, Duration length, boolean request, boolean response) {
    return act(id, "capture", Wire.capture(length, request, response));
  }

  static Operation<KeyUsageView> usage(String id) {
    return Operation.ofObject(Call.get(Call.path(ONE, id) + "/usage"), KeyUsageView::read);
  }

  static Operation<ApiKeyView> disable(String id) {
    return act(id, "disable", Map.of());
  }

  static Operation<ApiKeyView> enable(String id) {
    return act(id, "enable", Map.of());
  }

  static Operation<VerificationView> verify(VerificationRequest request) {
    return Operation.ofObject(
        Call.ask("/v1/keys/verify", request.members()), VerificationView::read);
  }

  static Operation<List<BatchItem>> verifyAll(List<VerificationRequest> requests) {
    List<?> items = requests.stream().map(VerificationRequest::members).toList();
    int expected = requests.size();
    return Operation.ofObject(
        Call.ask("/v1/keys/verify/batch", Map.of("items", items)),
        answer -> verdicts(answer, expected));
  }

  static Operation<ExplanationView> explain(String id, ExplanationRequest request) {
    String path = Call.path(ONE, id) + "/explain";
    return Operation.ofObject(Call.look(path, request.members()), ExplanationView::read);
  }

  private static List<BatchItem> verdicts(JsonMembers answer, int expected) {
    List<BatchItem> items = answer.objects("items", BatchItem::read);
    if (items.size() != expected) {
      throw new UnreadableAnswerException(
          "Expected " + expected + " verdicts and got " + items.size() + ".");
    }
    return items;
  }

  private static Operation<ApiKeyView> act(String id, String action, Map<String, ?> body) {
    return Operation.ofObject(
        Call.write("POST", Call.path(ONE, id) + "/" + action, body), ApiKeyView::read);
  }

  private static Call revocation(String id, @Nullable String reason) {
    Map<String, String> body = reason == null ? Map.of() : Map.of("reason", reason);
    return Call.write("POST", Call.path(ONE, id) + "/revoke", body);
  }
}
