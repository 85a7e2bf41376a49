package io.keybearer.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids are read strictly, and reach is exact. */
class IdsTest {
  private static final String TEXT = "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04";

  @Test
  void readsTheCanonicalFormInAnyCase() {
    ApiKeyId id = ApiKeyId.parse(TEXT).orElseThrow();
    assertThat(id).hasToString(TEXT).isEqualTo(new ApiKeyId(UUID.fromString(TEXT)));
    assertThat(ApiKeyId.parse(TEXT.toUpperCase(Locale.ROOT))).contains(id);
  }

  @Test
  void readsNothingElse() {
    for (String bad : List.of(
        "",
        "1-1-1-1-1",
        TEXT + "0",
        " " + TEXT.substring(1),
        TEXT.replace("-", ""),
        "0190b3f27-c11-7d3e-9a55-0f6a3c2b1d04",
        "+190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04",
        "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d0g")) {
      assertThat(ApiKeyId.parse(bad)).as(bad).isEmpty();
      assertThat(CompanyId.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void aCompanyIsNamedByIdWhereTheTextIsOneAndBySlugOtherwise() {
    assertThat(CompanyRef.parse(TEXT).id()).isEqualTo(CompanyId.parse(TEXT).orElseThrow());
    assertThat(CompanyRef.parse("acme").slug()).isEqualTo("acme");
  }

  @Test
  void aCompanysReachIncludesItselfAloneAndThePlatformsEverything() {
    CompanyId acme = CompanyId.parse(TEXT).orElseThrow();
    CompanyId other = new CompanyId(new UUID(1, 1));
    assertThat(Reach.of(acme).includes(acme)).isTrue();
    assertThat(Reach.of(acme).includes(other)).isFalse();
    assertThat(Reach.of(acme).includes(CompanyId.PLATFORM)).isFalse();
    assertThat(Reach.of(CompanyId.PLATFORM).includes(acme)).isTrue();
    assertThat(Caller.application(acme).isPlatform()).isFalse();
    assertThat(Caller.application().isPlatform()).isTrue();
  }
}
