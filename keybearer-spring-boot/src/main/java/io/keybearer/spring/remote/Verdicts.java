package io.keybearer.spring.remote;

import io.keybearer.client.LimitStanding;
import io.keybearer.client.VerificationView;
import io.keybearer.client.VerifiedKeyView;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Scope;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.log.LogId;
import io.keybearer.policy.Permissions;
import io.keybearer.verification.DenialReason;
import io.keybearer.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server says, in core's words. Of a key, what the server does not tell is absent. */
final class Verdicts {
  private static final String TOLD = "server";

  private Verdicts() {}

  static Verification of(VerificationView view) {
    LimitOutcome limits = limits(view.rateLimit(), view.valid());
    LogId row = view.logId() == null ? null : LogId.parse(view.logId()).orElse(null);
    if (view.valid() && view.apiKey() != null) {
      return new Verification.Accepted(key(view.apiKey()), limits, Set.of(), row);
    }
    return new Verification.Denied(
        reason(view.code()),
        view.apiKey() == null ? null : key(view.apiKey()),
        limits,
        Set.of(),
        row);
  }

  /** A reason that a newer server knows and we do not is a denial all the same. */
  private static DenialReason reason(String code) {
    return Arrays.stream(DenialReason.values())
        .filter(reason -> reason.name().equals(code))
        .findFirst()
        .orElse(DenialReason.NOT_FOUND);
  }

  private static LimitOutcome limits(@Nullable LimitStanding standing, boolean accepted) {
    return standing == null
        ? LimitOutcome.unlimited()
        : LimitOutcome.of(
            accepted,
            List.of(new LimitStatus(
                standing.name(),
                standing.limit(),
                Duration.ofSeconds(standing.window()),
                standing.remaining(),
                Duration.ofSeconds(standing.reset()),
                Duration.ofSeconds(standing.retryAfter()))));
  }

  private static ApiKey key(VerifiedKeyView view) {
    ApiKeyId id = ApiKeyId.parse(view.id()).orElseThrow(Verdicts::unreadable);
    return new ApiKey(
        id,
        CompanyId.parse(view.companyId()).orElseThrow(Verdicts::unreadable),
        view.prefix(),
        KeyType.fromWireName(view.type()).orElseThrow(Verdicts::unreadable),
        view.env(),
        attributes(view),
        KeyState.fresh(id),
        Provenance.issued(Instant.EPOCH, TOLD),
        null);
  }

  private static KeyAttributes attributes(VerifiedKeyView view) {
    return new KeyAttributes(
        view.name(),
        view.user(),
        Scope.fromWireName(view.scope()).orElseThrow(Verdicts::unreadable),
        Permissions.of(view.permissions()),
        null,
        null,
        view.expiresAt(),
        null,
        null,
        false,
        null,
        List.of(),
        null,
        Set.of(),
        view.metadata(),
        view.tags());
  }

  private static IllegalStateException unreadable() {
    return new IllegalStateException("expected a server whose keys this version can read");
  }
}
