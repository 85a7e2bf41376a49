package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.policy.AddressRange;
import io.keybearer.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of log rows hold exactly what was asked for, each once, newest first. */
public abstract class LogListContract extends ContractPart {
  private ApiKey key;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
  }

  @Test
  void filtersByKeyAndByCompany() {
    ApiKey sibling = newKey(key.company());
    ApiKey stranger = newKey(newCompany().id());
    ApiKeyLog first = append(some.row(key));
    ApiKeyLog second = append(some.row(sibling));
    ApiKeyLog third = append(some.row(stranger));
    assertLists(LogFilter.any(), third, second, first);
    assertLists(LogFilter.ofKey(key.id()), first);
    assertLists(LogFilter.ofKey(new ApiKeyId(some.id())));
    assertLists(of(key.company(), null, null, null), second, first);
    assertLists(LogFilter.where().apiKey(stranger.id()).company(key.company()).build());
  }

  @Test
  void filtersByOutcomeMethodAndAddressExactly() {
    ApiKeyLog bare = append(some.row(key));
    ApiKeyLog get = append(some.row(key).request("GET", "/").client("192.0.2.1", null, null));
    ApiKeyLog denied = append(some.row(key).outcome("IP_DENIED").client("192.0.2.10", null, null));
    assertLists(of(null, "IP_DENIED", null, null), denied);
    assertLists(of(null, "VALID", null, null), get, bare);
    assertLists(of(null, "IP", null, null));
    assertLists(of(null, null, "GET", null), get);
    assertLists(of(null, null, "get", null));
    assertLists(of(null, null, null, "192.0.2.1"), get);
    assertLists(of(null, "VALID", "GET", "192.0.2.10"));
    assertLists(of(key.company(), "VALID", "GET", "192.0.2.1"), get);
  }

  @Test
  void filtersByStatusWithBothEndsIncluded() {
    ApiKeyLog unknown = append(some.row(key));
    ApiKeyLog ok = append(some.row(key).answered(200, null));
    ApiKeyLog missing = append(some.row(key).answered(404, null));
    ApiKeyLog failed = append(some.row(key).answered(500, null));
    assertLists(status(null, null), failed, missing, ok, unknown);
    assertLists(status(200, 200), ok);
    assertLists(status(404, null), failed, missing);
    assertLists(status(null, 404), missing, ok);
    assertLists(status(400, 499), missing);
    assertLists(status(500, 200));
  }

  @Test
  void filtersByTimeFromIncludedToExcludedWhateverTheIdsSay() {
    Instant t = some.now();
    ApiKeyLog late = append(some.row(key).at(t.plusMillis(1)));
    ApiKeyLog at = append(some.row(key).at(t));
    ApiKeyLog early = append(some.row(key).at(t.minusMillis(1)));
    assertLists(between(t, null), at, late);
    assertLists(between(null, t), early);
    assertLists(between(t, t.plusMillis(1)), at);
    assertLists(between(t, t));
    assertLists(between(null, null), early, at, late);
  }

  @Test
  void takesAnEndpointsBeginningLiterally() {
    ApiKeyLog none = append(some.row(key));
    ApiKeyLog percent = append(endpoint("/a%b/c"));
    ApiKeyLog underscore = append(endpoint("/a_b/c"));
    ApiKeyLog backslash = append(endpoint("/a\\b/c"));
    ApiKeyLog letter = append(endpoint("/axb/c"));
    ApiKeyLog upper = append(endpoint("/AXB/c"));
    ApiKeyLog bracket = append(endpoint("/a[b]*?'\"/c"));
    ApiKeyLog last = append(endpoint("/\uDBFF\uDFFF\uDBFF\uDFFF"));
    ApiKeyLog accented = append(endpoint("/é"));
    assertBegins("/a%", percent);
    assertBegins("/a_", underscore);
    assertBegins("/a\\", backslash);
    assertBegins("/a\\b/c", backslash);
    assertBegins("/a\\%");
    assertBegins("/ax", letter);
    assertBegins("/AX", upper);
    assertBegins("/a[b]*?'\"/", bracket);
    assertBegins("/a", bracket, letter, backslash, underscore, percent);
    assertBegins("/\uDBFF\uDFFF", last);
    assertBegins("/é", accented);
    assertBegins("/É");
    assertBegins("a");
    assertBegins("%");
    assertBegins("/", accented, last, bracket, upper, letter, backslash, underscore, percent);
    assertLists(
        LogFilter.any(),
        accented,
        last,
        bracket,
        upper,
        letter,
        backslash,
        underscore,
        percent,
        none);
  }

  @Test
  void findsWhatWasCompletedUnderItsStatus() {
    ApiKeyLog row = append(some.row(key));
    assertThat(store.log().append(List.of(new LogEntry.Completion(row.id(), null, 418, null))))
        .isEmpty();
    assertThat(list(Reach.everywhere(), status(418, 418)))
        .extracting(ApiKeyLog::id)
        .containsExactly(row.id());
  }

  @Test
  void givesEachRowOnceOnPagesOfAnySizeWhileRowsAreAdded() {
    List<ApiKeyLog> newestFirst = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      newestFirst.add(0, append(some.row(key)));
    }
    for (int size : new int[] {1, 5, 22, 23, PageRequest.MOST}) {
      var filter = between(null, some.now().plusMillis(1));
      List<ApiKeyLog> seen = all(size, page -> {
        var found = store.log().list(Reach.everywhere(), filter, page);
        append(some.row(key).at(some.now().plusSeconds(1)));
        return found;
      });
      assertThat(seen).as("pages of %d", size).isEqualTo(newestFirst);
    }
  }

  @Test
  void listsNothingOutOfReach() {
    ApiKey stranger = newKey(newCompany().id());
    ApiKeyLog own = append(some.row(key));
    ApiKeyLog other = append(some.row(stranger));
    Reach reach = Reach.of(key.company());
    assertThat(list(reach, LogFilter.any())).containsExactly(own);
    assertThat(list(reach, LogFilter.ofKey(stranger.id()))).isEmpty();
    assertThat(list(reach, of(stranger.company(), null, null, null))).isEmpty();
    assertThat(list(Reach.of(CompanyId.PLATFORM), LogFilter.any())).containsExactly(other, own);
  }

  private RowDraft endpoint(String path) {
    return some.row(key).request("GET", path);
  }

  private ApiKeyLog append(RowDraft draft) {
    ApiKeyLog row = draft.build();
    assertThat(store.log().append(List.of(new LogEntry.Row(row)))).isEmpty();
    return row;
  }

  private void assertBegins(String prefix, ApiKeyLog... rows) {
    assertLists(LogFilter.where().endpoint(prefix + "*").build(), rows);
  }

  private void assertLists(LogFilter filter, ApiKeyLog... rows) {
    assertThat(list(Reach.everywhere(), filter)).as("%s", filter).containsExactly(rows);
  }

  private List<ApiKeyLog> list(Reach reach, LogFilter filter) {
    return all(PageRequest.MOST, page -> store.log().list(reach, filter, page));
  }

  private static LogFilter of(
      @Nullable CompanyId company,
      @Nullable String outcome,
      @Nullable String method,
      @Nullable String address) {
    return LogFilter.where()
        .company(company)
        .outcomes(outcome == null ? Set.of() : Set.of(outcome))
        .method(method)
        .addresses(address == null ? null : AddressRange.parse(address))
        .build();
  }

  private static LogFilter status(@Nullable Integer from, @Nullable Integer to) {
    return LogFilter.where().status(from, to).build();
  }

  private static LogFilter between(@Nullable Instant from, @Nullable Instant until) {
    return LogFilter.where().between(from, until).build();
  }
}
