package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.verification.VerificationRequest;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** Verdicts on many keys at once, each as if it had been asked for alone. */
final class VerifyBatchRoute implements Handler {
  private static final int MOST_ITEMS = 1_000;
  private static final String ITEMS = "items";

  private final Keybearer keybearer;

  VerifyBatchRoute(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    Requirement verify = Requirement.holding(ReservedPermission.VERIFY);
    return List.of(
        Route.of(HttpMethod.POST, "/v1/keys/verify/batch", verify, BodyRule.largeJson(), this)
            .withoutCallerRow());
  }

  @Override
  public Handler forCall(Call call) {
    return new VerificationBatch(keybearer.verifier(), read(Bodies.object(call)));
  }

  @Override
  public Answer answer(Call call) {
    return forCall(call).answer(call);
  }

  private static List<VerificationRequest> read(ObjectReader body) {
    body.require(ITEMS);
    Member<List<ObjectReader>> items = body.objects(ITEMS);
    List<VerificationRequest> requests = new ArrayList<>();
    for (ObjectReader item : items.or(List.of())) {
      requests.add(VerifyRoute.read(item));
    }
    if (items.value() != null && items.value().isEmpty()) {
      body.note(ITEMS, ProblemCode.REQUIRED);
    }
    if (requests.size() > MOST_ITEMS) {
      body.note(ITEMS, ProblemCode.TOO_MANY, MOST_ITEMS);
    }
    body.finish();
    return requests;
  }
}
