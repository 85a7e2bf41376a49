package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyType;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RememberedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a text says, it is stored and compared, never run. */
public abstract class HostileInputContract extends ContractPart {
  private static final List<String> TEXTS = List.of(
      "user",
      "current_user",
      "null",
      "true",
      "0",
      "'; DROP TABLE keybearer_api_key; --",
      "\" OR \"\"=\"",
      "') OR 1=1 --",
      "?1 :name $1 $$ @p {0}",
      "\\",
      "\\'",
      "%",
      "_",
      "a,b;c|d",
      "{\"json\":[\"x\"]}",
      "[]",
      " leading and trailing ",
      "\uD83D\uDC69\u200D\uD83D\uDE80",
      "e\u0301 is not é",
      "\u202Eright to left",
      "\uFEFFmark",
      "\uFFFD\uFFFE",
      "\u2028\u2029",
      "ǅ İ ı ß ſ");

  @Test
  void readsBackNamesOwnersFactsAndLabels() {
    CompanyId company = newCompany().id();
    for (String text : TEXTS) {
      KeyAttributes attributes = AttributesDraft.named(text)
          .user(text)
          .notes(Map.of(text, text, "lines", text + "\r\n\t" + text), List.of(text, "b"))
          .build();
      ApiKey key = insert(some.key(company, KeyType.USER, attributes));
      assertThat(stored(key)).as(text).isEqualTo(key);
      assertThat(store.findByLookup(key.prefix()).orElseThrow().key()).as(text).isEqualTo(key);
      ApiKey revoked = update(key.revoked(some.revocation(text)));
      assertThat(stored(key)).as(text).isEqualTo(revoked);
    }
    reopen();
    assertThat(listed(KeyFilter.ofCompany(company))).hasSize(TEXTS.size());
  }

  @Test
  void readsBackTheOwnerThatWasWrittenAndNotTheDatabasesRole() {
    CompanyId company = newCompany().id();
    ApiKey key = insert(some.userKey(company, "alice"));
    assertThat(stored(key).attributes().user()).isEqualTo("alice");
    assertThat(listed(ofUser("alice"))).containsExactly(key);
    for (String role : List.of("postgres", "user", "public", "")) {
      assertThat(listed(ofUser(role))).as(role).isEmpty();
    }
    put(some.owner(company, "alice", false));
    put(some.owner(company, "user", true));
    assertThat(store.findByLookup(key.prefix()).orElseThrow().ownerActive()).isFalse();
  }

  @Test
  void comparesOwnersAndPartsOfNamesLiterally() {
    CompanyId company = newCompany().id();
    for (String text : TEXTS) {
      ApiKey key = insert(named(company, text));
      assertThat(listed(ofUser(text))).as(text).containsExactly(key);
      assertThat(listed(ofName(text)))
          .as(text)
          .contains(key)
          .allMatch(found -> contains(found, text));
      put(some.owner(company, text, false));
      assertThat(store.findOwner(company, text)).map(Owner::user).contains(text);
    }
  }

  @Test
  void findsNothingUnderHostileLookupsAndSlugs() {
    newKey(newCompany().id());
    for (String text : TEXTS) {
      assertThat(store.findByLookup(text)).as(text).isEmpty();
      CompanyRef ref = CompanyRef.parse(text);
      assertThat(store.findCompany(Reach.everywhere(), ref)).as(text).isEmpty();
      write(tx -> assertThat(tx.lockCompany(Reach.everywhere(), ref)).as(text).isEmpty());
    }
  }

  @Test
  void readsBackAndFiltersLogRows() {
    ApiKey key = newKey(newCompany().id());
    for (String text : TEXTS) {
      ApiKeyLog row = some.row(key)
          .request(text, text)
          .client(text, text, text)
          .data(text, text)
          .outcome(text)
          .build();
      assertThat(store.log().append(List.of(new LogEntry.Row(row)))).isEmpty();
      assertThat(store.log().find(Reach.everywhere(), row.id())).as(text).contains(row);
      LogFilter exactly =
          LogFilter.where().apiKey(key.id()).outcomes(Set.of(text)).method(text).build();
      assertThat(all(9, page -> store.log().list(Reach.everywhere(), exactly, page)))
          .as(text)
          .containsExactly(row);
    }
  }

  @Test
  void keepsAnswersJobsAndHoldersApart() {
    for (String text : TEXTS) {
      var name = new RememberedAnswer.Name(text, text, text);
      var answer = new RememberedAnswer(text, text, some.now());
      write(tx -> {
        assertThat(tx.recall(name)).as(text).isEmpty();
        tx.remember(name, answer);
      });
      assertThat(store.write(tx -> tx.recall(name)).value()).as(text).contains(answer);
      assertThat(store.lease(text, text, Duration.ofMinutes(1))).as(text).isTrue();
      assertThat(store.lease(text, text + text, Duration.ofMinutes(1))).as(text).isFalse();
    }
  }

  @Test
  void acceptsInstantsFarFromNow() {
    Instant early = Instant.parse("1970-01-01T00:00:00.001Z");
    Instant late = Instant.parse("9999-12-31T23:59:59.999Z");
    ApiKey key = insert(some.key(newCompany().id()));
    KeyFilter span =
        new KeyFilter(null, null, null, Scope.READ, null, null, null, early, late, null, null);
    assertThat(listed(span)).isEmpty();
    assertThat(store.takeQuota(key.id(), new Quota(1, QuotaPeriod.MONTH), early, 1))
        .hasValue(1);
    assertThat(store.takeQuota(key.id(), new Quota(1, QuotaPeriod.MONTH), late, 1))
        .hasValue(1);
    assertThat(store.trimFeed(early)).isZero();
    assertThat(store.forgetAnswers(early)).isZero();
    assertThat(store.dropQuotaCounters(early)).isZero();
  }

  private ApiKey named(CompanyId company, String text) {
    return some.key(
        company, KeyType.USER, AttributesDraft.named(text).user(text).build());
  }

  private List<ApiKey> listed(KeyFilter filter) {
    return all(
        PageRequest.MOST, page -> store.listKeys(Reach.everywhere(), filter, some.now(), page));
  }

  private static boolean contains(ApiKey key, String part) {
    return key.attributes().name().contains(part);
  }

  private static KeyFilter ofUser(String user) {
    return of(user, null);
  }

  private static KeyFilter ofName(String part) {
    return of(null, part);
  }

  private static KeyFilter of(@Nullable String user, @Nullable String text) {
    return new KeyFilter(null, user, null, null, null, null, text, null, null, null, null);
  }
}
