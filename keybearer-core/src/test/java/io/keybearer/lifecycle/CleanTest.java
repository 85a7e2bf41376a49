package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyType;
import io.keybearer.key.Scope;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ProblemCode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every field is checked, and all that is wrong is said together. */
class CleanTest {
  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void saysEverythingThatIsWrongTogetherEachWithItsPath() {
    KeyDraft draft = KeyDraft.blank()
        .type(KeyType.USER)
        .env("moon")
        .name("a\u0007b")
        .permissions(List.of("orders:read", "Orders", "keybearer:everything", "orders:read"))
        .routes(List.of("GET orders"))
        .notBefore(Instant.MAX)
        .expiresAt(start)
        .allowedIps(List.of("10.0.0.1", "127.1", "10.0.0.1/8", "10.0.0.1"))
        .allowedReferers(List.of())
        .rateLimit(0L)
        .rateLimitWindow(1_000_000_001L)
        .limits(List.of(
            new KeyDraft.LimitDraft("default", 1L, 1L),
            new KeyDraft.LimitDraft("burst", -1L, null),
            new KeyDraft.LimitDraft(null, null, 0L)))
        .quota(1_000_000_001L)
        .metadata(Map.of("note", "a\u0000b"))
        .tags(List.of("good", ""))
        .problem(FieldProblem.of("shadow[0]", ProblemCode.UNKNOWN_VALUE, "…"));
    assertInvalid(
        () -> engine.keys().issue(draft),
        "shadow[0] UNKNOWN_VALUE",
        "company REQUIRED",
        "user REQUIRED",
        "env UNKNOWN_VALUE",
        "name CONTROL_CHARACTERS",
        "scope REQUIRED",
        "permissions[1] PERMISSION_INVALID",
        "permissions[2] PERMISSION_INVALID",
        "permissions[3] DUPLICATE",
        "routes[0] ROUTE_INVALID",
        "not_before OUT_OF_RANGE",
        "expires_at NOT_IN_FUTURE",
        "allowed_ips[1] ADDRESS_INVALID",
        "allowed_ips[2] ADDRESS_HOST_BITS",
        "allowed_ips[3] DUPLICATE",
        "allowed_referers EMPTY_LIST",
        "rate_limit OUT_OF_RANGE",
        "rate_limit_window OUT_OF_RANGE",
        "limits[0].name WRONG_FORM",
        "limits[1].limit OUT_OF_RANGE",
        "limits[1].window REQUIRED",
        "limits[2].name REQUIRED",
        "limits[2].limit REQUIRED",
        "limits[2].window OUT_OF_RANGE",
        "quota OUT_OF_RANGE",
        "quota_period REQUIRED",
        "metadata.note CONTROL_CHARACTERS",
        "tags[1] WRONG_LENGTH");
  }

  @Test
  void aDraftThatIsMendedIsNoLongerWrong() {
    KeyDraft draft = KeyDraft.blank().type(KeyType.SERVICE).name("mended");
    assertInvalid(() -> engine.keys().issue(draft), "company REQUIRED", "scope REQUIRED");
    draft.company(CompanyRef.of(engine.acme)).scope(Scope.READ);
    assertThat(engine.code(engine.keys().issue(draft))).isEqualTo("VALID");
  }

  @Test
  void aNameHasOneToAHundredCharactersAndNoControls() {
    wrong(d -> d.name(null), "name REQUIRED");
    wrong(d -> d.name(""), "name WRONG_LENGTH");
    wrong(d -> d.name("  "), "name WRONG_LENGTH");
    wrong(d -> d.name("😀".repeat(101)), "name WRONG_LENGTH");
    for (String bad : List.of("a\nb", "a\u007f", "a\u0085", "a\u2028b", "\ud800", "a\u0000")) {
      wrong(d -> d.name(bad), "name CONTROL_CHARACTERS");
    }
    assertThat(engine.issue("😀".repeat(100)).key().attributes().name()).hasSize(200);
    assertThat(engine.issue("x").key().attributes().name()).isEqualTo("x");
  }

  @Test
  void theOwnerRuleFollowsTheType() {
    wrong(d -> d.type(null), "type REQUIRED");
    wrong(d -> d.type(KeyType.USER), "user REQUIRED");
    wrong(d -> d.user("ann"), "user NOT_ALLOWED");
    wrong(d -> d.type(KeyType.USER).user("a".repeat(256)), "user WRONG_LENGTH");
    wrong(d -> d.type(KeyType.SYSTEM), "company NOT_ALLOWED");
    wrong(d -> d.type(KeyType.SYSTEM).company(null).user("ann"), "user NOT_ALLOWED");
    wrong(d -> d.company(CompanyRef.of(CompanyId.PLATFORM)), "company NOT_ALLOWED");
  }

  @Test
  void anExpiryLiesInTheFutureAndAfterTheBeginning() {
    wrong(d -> d.expiresAt(start), "expires_at NOT_IN_FUTURE");
    wrong(d -> d.expiresAt(start.plusNanos(999_999)), "expires_at NOT_IN_FUTURE");
    wrong(d -> d.expiresAt(Instant.MAX), "expires_at OUT_OF_RANGE");
    wrong(d -> d.notBefore(Instant.MIN), "not_before OUT_OF_RANGE");
    wrong(
        d -> d.notBefore(start.plusSeconds(60)).expiresAt(start.plusSeconds(60)),
        "expires_at NOT_AFTER");
    KeyAttributes is = engine
        .issue("short", d -> d.expiresAt(start.plusNanos(1_999_999)))
        .key()
        .attributes();
    assertThat(is.expiresAt()).isEqualTo(start.plusMillis(1));
  }

  @Test
  void limitsAndWindowsGoFromOneToABillion() {
    for (long bad : new long[] {0, -1, 1_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE}) {
      wrong(d -> d.rateLimit(bad), "rate_limit OUT_OF_RANGE");
      wrong(d -> d.rateLimit(1L).rateLimitWindow(bad), "rate_limit_window OUT_OF_RANGE");
      wrong(d -> d.quota(bad).quotaPeriod(QuotaPeriod.DAY), "quota OUT_OF_RANGE");
    }
    KeyAttributes most = engine
        .issue("most", d -> d.rateLimit(1_000_000_000L).rateLimitWindow(1_000_000_000L))
        .key()
        .attributes();
    assertThat(most.rateLimit()).isEqualTo(RateLimit.perSeconds(1_000_000_000L, 1_000_000_000L));
    assertThat(engine.issue("hourly", d -> d.rateLimit(5L)).key().attributes().rateLimit())
        .isEqualTo(RateLimit.perSeconds(5, 3600));
    assertThat(engine.issue("unlimited").key().attributes().rateLimit()).isNull();
  }

  @Test
  void aWindowOrPeriodOfNothingIsRefusedAlsoInAChange() {
    wrong(d -> d.rateLimitWindow(60L), "rate_limit_window NOT_ALLOWED");
    wrong(d -> d.quotaPeriod(QuotaPeriod.DAY), "quota_period NOT_ALLOWED");
    IssuedKey key = engine.issue("unlimited");
    assertInvalid(
        () -> engine.keys().change(key.key().id(), IfVersion.any(), d -> d.rateLimitWindow(60L)),
        "rate_limit_window NOT_ALLOWED");
    IssuedKey limited = engine.issue("limited", d -> d.rateLimit(5L).rateLimitWindow(60L));
    assertThat(engine
            .keys()
            .change(limited.key().id(), IfVersion.any(), d -> d.rateLimit(null))
            .attributes()
            .rateLimit())
        .isNull();
  }

  @Test
  void anEmptyListIsRefusedWhereNullMeansAny() {
    wrong(d -> d.allowedIps(List.of()), "allowed_ips EMPTY_LIST");
    wrong(d -> d.allowedReferers(List.of()), "allowed_referers EMPTY_LIST");
    wrong(d -> d.routes(List.of()), "routes EMPTY_LIST");
    KeyAttributes is = engine
        .issue("empty", d -> d.permissions(List.of()).tags(List.of()))
        .key()
        .attributes();
    assertThat(is.permissions().isEmpty()).isTrue();
  }

  @Test
  void listsAndMapsAreBounded() {
    wrong(d -> d.allowedIps(Collections.nCopies(101, "10.0.0.1")), "allowed_ips TOO_MANY");
    wrong(d -> d.permissions(Collections.nCopies(101, "a")), "permissions TOO_MANY");
    wrong(d -> d.tags(Collections.nCopies(21, "a")), "tags TOO_MANY");
    wrong(d -> d.tags(List.of("a", "a")), "tags[1] DUPLICATE");
    wrong(d -> d.metadata(Map.of("k".repeat(65), "v")), "metadata WRONG_LENGTH");
    wrong(d -> d.metadata(Map.of("k", "v".repeat(501))), "metadata.k WRONG_LENGTH");
  }

  private void wrong(Consumer<KeyDraft> change, String... problems) {
    assertInvalid(() -> engine.issue("wrong", change), problems);
  }
}
