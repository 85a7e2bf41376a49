package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Revocation;
import io.keybearer.store.StoredKey;
import io.keybearer.verification.ExplainedRule.Result;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the life cycle of a key, its company and its owner have to say at an instant. */
final class LifeFindings {
  private LifeFindings() {}

  static List<ExplainedRule> of(StoredKey held, Instant at) {
    return List.of(
        revoked(held.key(), at),
        rotated(held.key(), at),
        disabled(held.key()),
        begun(held.key(), at),
        ended(held.key(), at),
        company(held),
        owner(held));
  }

  private static ExplainedRule revoked(ApiKey key, Instant at) {
    Revocation revocation = key.state().revocation();
    if (revocation == null) {
      return rule(DenialReason.REVOKED, false, null, Finding.of(ExplanationText.NOT_REVOKED));
    }
    String when = Finding.text(revocation.at());
    return rule(
        DenialReason.REVOKED,
        true,
        when,
        Finding.of(
            at.isBefore(revocation.at()) ? ExplanationText.REVOKED_LATER : ExplanationText.REVOKED,
            when));
  }

  private static ExplainedRule rotated(ApiKey key, Instant at) {
    ApiKeyId successor = key.state().rotatedTo();
    Instant retires = key.state().retiresAt();
    if (successor == null || retires == null) {
      return unset(DenialReason.ROTATED, ExplanationText.NO_SUCCESSOR);
    }
    String when = Finding.text(retires);
    boolean retired = key.retired(at);
    return timed(
        DenialReason.ROTATED,
        retired,
        when,
        at,
        retired
            ? Finding.of(ExplanationText.RETIRED, when, successor)
            : Finding.of(ExplanationText.IN_GRACE, when));
  }

  private static ExplainedRule disabled(ApiKey key) {
    boolean off = key.state().disabled();
    return rule(
        DenialReason.DISABLED,
        off,
        Boolean.toString(off),
        Finding.of(off ? ExplanationText.DISABLED : ExplanationText.ENABLED));
  }

  private static ExplainedRule begun(ApiKey key, Instant at) {
    Instant start = key.attributes().notBefore();
    if (start == null) {
      return unset(DenialReason.NOT_YET_VALID, ExplanationText.NO_BEGINNING);
    }
    String when = Finding.text(start);
    boolean early = key.notYetValid(at);
    return timed(
        DenialReason.NOT_YET_VALID,
        early,
        when,
        at,
        Finding.of(early ? ExplanationText.NOT_BEGUN : ExplanationText.BEGUN, when));
  }

  private static ExplainedRule ended(ApiKey key, Instant at) {
    Instant end = key.attributes().expiresAt();
    if (end == null) {
      return unset(DenialReason.EXPIRED, ExplanationText.NO_END);
    }
    String when = Finding.text(end);
    boolean expired = key.expired(at);
    return timed(
        DenialReason.EXPIRED,
        expired,
        when,
        at,
        Finding.of(expired ? ExplanationText.ENDED : ExplanationText.NOT_ENDED, when));
  }

  private static ExplainedRule company(StoredKey held) {
    boolean suspended = held.companyStatus() == CompanyStatus.SUSPENDED;
    return rule(
        DenialReason.COMPANY_SUSPENDED,
        suspended,
        held.companyStatus().wireName(),
        Finding.of(suspended ? ExplanationText.COMPANY_SUSPENDED : ExplanationText.COMPANY_ACTIVE));
  }

  private static ExplainedRule owner(StoredKey held) {
    String user = held.key().attributes().user();
    if (user == null) {
      return unset(DenialReason.OWNER_DISABLED, ExplanationText.NO_OWNER);
    }
    boolean active = held.ownerActive();
    return rule(
        DenialReason.OWNER_DISABLED,
        !active,
        user,
        Finding.of(active ? ExplanationText.OWNER_ACTIVE : ExplanationText.OWNER_INACTIVE));
  }

  private static ExplainedRule unset(DenialReason reason, ExplanationText why) {
    return ExplainedRule.of(reason, Result.NOT_SET, List.of(), List.of(), Finding.of(why));
  }

  private static ExplainedRule rule(
      DenialReason reason, boolean denies, @Nullable String configured, Finding why) {
    return ExplainedRule.of(
        reason,
        Result.of(!denies, false),
        configured == null ? List.of() : List.of(configured),
        List.of(),
        why);
  }

  private static ExplainedRule timed(
      DenialReason reason, boolean denies, String configured, Instant at, Finding why) {
    return ExplainedRule.of(
        reason, Result.of(!denies, false), List.of(configured), List.of(Finding.text(at)), why);
  }
}
