package io.keybearer.spring.test;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.policy.Permissions;
import io.keybearer.spring.security.ApiKeyAuthentication;
import io.keybearer.verification.Verification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Makes what {@link WithApiKey} describes. */
final class WithApiKeyContext implements WithSecurityContextFactory<WithApiKey> {
  private static final ApiKeyId ID = new ApiKeyId(new UUID(0x7000L, 0x8000000000000001L));
  private static final CompanyId COMPANY = new CompanyId(new UUID(0x7000L, 0x8000000000000002L));

  @Override
  public SecurityContext createSecurityContext(WithApiKey wanted) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new ApiKeyAuthentication(
        new Verification.Accepted(key(wanted), LimitOutcome.unlimited(), Set.of(), null),
        List.of(wanted.known())));
    return context;
  }

  private static ApiKey key(WithApiKey wanted) {
    return new ApiKey(
        ID,
        COMPANY,
        "000000000000",
        wanted.user().isEmpty() ? KeyType.SERVICE : KeyType.USER,
        null,
        attributes(wanted),
        KeyState.fresh(ID),
        Provenance.issued(TestTime.START, "application"),
        null);
  }

  private static KeyAttributes attributes(WithApiKey wanted) {
    return new KeyAttributes(
        wanted.name(),
        wanted.user().isEmpty() ? null : wanted.user(),
        wanted.scope(),
        Permissions.of(List.of(wanted.permissions())),
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        List.of(),
        null,
        Set.of(),
        Map.of(),
        List.of());
  }
}
