package io.keybearer;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Reach;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogKeepingTest {
  private static final Duration USUAL = Duration.ofDays(90);

  private final TestTime clock = new TestTime();
  private final Store store = InMemoryStore.create(clock);
  private final LogKeeping keeping = new LogKeeping(store, "one", USUAL, clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void removesWhatIsTooOldByTheRuleOfItsCompany() {
    Company brief = company("brief", Duration.ofDays(1));
    Company keeper = company("keeper", Duration.ofDays(400));
    ApiKeyLog usual = row(CompanyId.PLATFORM);
    ApiKeyLog kept = row(keeper.id());
    row(brief.id());
    clock.pass(Duration.ofDays(2));
    keep(keeping);
    assertThat(left(usual, kept)).isEqualTo(2);
    clock.pass(USUAL);
    keep(keeping);
    assertThat(left(usual, kept)).isEqualTo(1);
    assertThat(store.log().find(Reach.everywhere(), kept.id())).contains(kept);
  }

  @Test
  void keepsTheLogOnOneNodeAtATimeAndLooksNowAndThen() {
    LogKeeping other = new LogKeeping(store, "two", USUAL, clock);
    assertThat(keeping.begins()).isTrue();
    assertThat(other.begins()).isFalse();
    assertThat(keeping.goesOn()).isFalse();
    assertThat(keeping.begins()).isFalse();
    clock.pass(Duration.ofMinutes(3));
    assertThat(other.begins()).isTrue();
    assertThat(keeping.begins()).isFalse();
    assertThat(keeping.goesOn()).isFalse();
    assertThat(other.goesOn()).isFalse();
    clock.pass(Duration.ofMinutes(11));
    assertThat(keeping.begins()).isTrue();
  }

  private static void keep(LogKeeping keeping) {
    assertThat(keeping.begins()).isTrue();
    boolean more = true;
    while (more) {
      more = keeping.goesOn();
    }
  }

  private Company company(String slug, Duration retention) {
    try (Keybearer engine =
        Keybearer.builder(store).clock(clock).nanoTime(clock::nanos).open()) {
      var companies = engine.administration().companies();
      companies.create(CompanyDraft.of(slug, slug));
      return companies.change(
          CompanyRef.parse(slug), IfVersion.any(), draft -> draft.logRetention(retention));
    }
  }

  private ApiKeyLog row(CompanyId company) {
    UUID id =
        new UUID((TestTime.START.toEpochMilli() << 16) | 0x7000, company.value().hashCode());
    ApiKeyLog row = new ApiKeyLog(
        new LogId(id),
        new ApiKeyId(id),
        "prefix",
        company,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "VALID",
        TestTime.START,
        null,
        false);
    store.log().append(List.of(new LogEntry.Row(row)));
    return row;
  }

  private long left(ApiKeyLog... rows) {
    return List.of(rows).stream()
        .filter(row -> store.log().find(Reach.everywhere(), row.id()).isPresent())
        .count();
  }
}
