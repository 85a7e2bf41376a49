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
  void filtersByEveryOtherAttribute() {
    ApiKeyId caller = new ApiKeyId(some.id());
    ApiKeyLog bare = append(some.row(key));
    ApiKeyLog slow = append(some.row(key)
        .request("GET", "/orders/1")
        .client("192.0.2.77", "Mozilla/5.0 (X11)", "https://Example.com/a")
        .caller(caller)
        .answered(200, 250.5));
    ApiKeyLog six = append(endpoint("/orders").client("2001:db8::7", "curl/8 100%_", null));
    assertLists(LogFilter.where().prefix(key.prefix()).build(), six, slow, bare);
    assertLists(LogFilter.where().prefix("000000000000").build());
    assertLists(LogFilter.where().endpoint("/orders").build(), six);
    assertLists(LogFilter.where().endpoint("/orders/*").build(), slow);
    assertLists(LogFilter.where().outcomes(Set.of("VALID", "EXPIRED")).build(), six, slow, bare);
    assertLists(LogFilter.where().userAgent("mozilla").build(), slow);
    assertLists(LogFilter.where().userAgent("0%_").build(), six);
    assertLists(LogFilter.where().userAgent("0__").build());
    assertLists(LogFilter.where().referer("EXAMPLE.COM").build(), slow);
    assertLists(LogFilter.where().leastMillis(250.5).build(), slow);
    assertLists(LogFilter.where().leastMillis(250.6).build());
    assertLists(LogFilter.where().caller(caller).build(), slow);
    assertLists(LogFilter.where().completed(true).build(), slow);
    assertLists(LogFilter.where().completed(false).build(), six, bare);
    assertFrom("192.0.2.0/24", slow);
    assertFrom("192.0.2.64/27", slow);
    assertFrom("192.0.2.0/26");
    assertFrom("0.0.0.0/0", slow);
    assertFrom("2001:db8::/32", six);
    assertFrom("::/0", six);
    assertFrom("2001:db8::7", six);
  }

  private void assertFrom(String range, ApiKeyLog... rows) {
    assertLists(LogFilter.where().addresses(AddressRange.parse(range)).build(), rows);
  }

  @Test
  void pagesThroughARangeOfAddressesThatFewRowsHave() {
    List<ApiKeyLog> wanted = new ArrayList<>();
    List<LogEntry> batch = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      boolean hit = i % 400 == 7;
      ApiKeyLog row =
          some.row(key).client(hit ? "198.51.100.9" : "192.0.2.1", null, null).build();
      batch.add(new LogEntry.Row(row));
      if (hit) {
        wanted.add(0, row);
      }
    }
    assertThat(store.log().append(batch)).isEmpty();
    LogFilter filter =
        LogFilter.where().addresses(AddressRange.parse("198.51.100.0/24")).build();
    assertThat(all(2, page -> store.log().list(Reach.everywhere(), filter, page)))
        .isEqualTo(wanted);
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
