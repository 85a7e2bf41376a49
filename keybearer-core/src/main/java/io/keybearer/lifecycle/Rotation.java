package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.Provenance;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.StoreTransaction;
import io.keybearer.token.FreshKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Replaces a key by its successor, in one transaction: never none and never two current keys. */
final class Rotation {
  private final Lifecycle lifecycle;
  private final Caller caller;

  Rotation(Lifecycle lifecycle, Caller caller) {
    this.lifecycle = lifecycle;
    this.caller = caller;
  }

  IssuedKey rotate(StoreTransaction transaction, ApiKey old, CompanyRules rules, Duration grace) {
    Instant now = lifecycle.clock().instant();
    refuse(old.state().revoked(), ProblemCode.KEY_REVOKED);
    refuse(old.state().rotated(), ProblemCode.KEY_ROTATED);
    refuse(old.expired(now), ProblemCode.KEY_EXPIRED);
    refuse(grace.isZero() && old.id().equals(caller.keyId()), ProblemCode.ROTATES_ITSELF);
    KeyAttributes attributes = anew(old, rules, now);
    GrantGuard.check(caller, attributes, null);

    ApiKeyId id = new ApiKeyId(lifecycle.ids().next());
    ApiKey retiring = old.rotatedTo(id, retirement(old, now.plus(grace)), now);
    transaction.updateKey(retiring, lifecycle.event(caller, "key.rotated", old, retiring));

    FreshKey fresh = lifecycle.mint().mint(old.type(), old.env());
    ApiKey successor = new ApiKey(
        id,
        old.company(),
        fresh.prefix(),
        old.type(),
        old.env(),
        attributes,
        KeyState.successorOf(old.id(), old.state()),
        Provenance.issued(now, caller.name()),
        null);
    transaction.insertKey(
        successor,
        lifecycle.hasher().hash(fresh.text()),
        lifecycle.event(caller, "key.issued", null, successor));
    return new IssuedKey(successor, fresh.text());
  }

  private static Instant retirement(ApiKey old, Instant endOfGrace) {
    Instant expires = old.attributes().expiresAt();
    return expires != null && expires.isBefore(endOfGrace) ? expires : endOfGrace;
  }

  /**
   * The same rights; a life as long as the old key could be valid, from now, within the company's
   * rule. A {@code not_before} from before its issue made no life longer.
   */
  private static KeyAttributes anew(ApiKey old, CompanyRules rules, Instant now) {
    KeyAttributes is = old.attributes();
    Instant issued = old.provenance().createdAt();
    Instant from = is.notBefore();
    Instant began = from != null && from.isAfter(issued) ? from : issued;
    Instant begins = began.isAfter(now) ? began : now;
    Instant ends = is.expiresAt();
    @Nullable Instant end = ends == null ? null : begins.plus(Duration.between(began, ends));
    Duration maxLife = rules.maxLife();
    if (maxLife != null && (end == null || end.isAfter(now.plus(maxLife)))) {
      end = now.plus(maxLife);
      refuse(!begins.isBefore(end), ProblemCode.PAST_MAXIMUM_LIFE, end);
    }
    return is.withLife(begins.equals(now) ? null : begins, end);
  }

  private static void refuse(boolean condition, ProblemCode code, Object... arguments) {
    if (condition) {
      throw new ConflictException(code, arguments);
    }
  }
}
