package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.LastUse;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.KeyUse;
import io.keybearer.store.PageRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists of keys hold exactly what was asked for and is within reach. */
public abstract class KeyListContract extends ContractPart {
  private static final KeyFilter ANY = KeyFilter.any();

  @Test
  void filtersByEachAttributeAlone() {
    CompanyId company = newCompany().id();
    ApiKey ada = insert(some.userKey(company, "ada"));
    ApiKey bob = insert(some.userKey(newCompany().id(), "bob"));
    ApiKey admin = insert(keyNamed(company, AttributesDraft.named("adm").powers(Scope.ADMIN)));
    ApiKey system = insert(some.key(
        CompanyId.PLATFORM, KeyType.SYSTEM, AttributesDraft.named("sys").build()));

    assertLists(ANY, system, admin, bob, ada);
    assertLists(KeyFilter.ofCompany(company), admin, ada);
    assertLists(filter(null, "ada", null, null, null, null), ada);
    assertLists(filter(null, "Ada", null, null, null, null));
    assertLists(filter(null, null, KeyType.USER, null, null, null), bob, ada);
    assertLists(filter(null, null, KeyType.SYSTEM, null, null, null), system);
    assertLists(filter(null, null, null, Scope.ADMIN, null, null), admin);
    assertLists(filter(null, null, null, null, bob.prefix(), null), bob);
    assertLists(filter(null, null, null, null, bob.prefix().substring(0, 11), null));
    assertLists(filter(company, "bob", null, null, null, null));
    assertLists(filter(company, "ada", KeyType.USER, Scope.READ, ada.prefix(), "key"), ada);
  }

  @Test
  void findsPartsOfNamesInAnyCaseOfAsciiLettersAlone() {
    CompanyId company = newCompany().id();
    ApiKey school = insert(some.key(company, "École Robot 100%"));
    ApiKey other = insert(some.key(company, "ecole_ROBOT 100\\"));
    assertLists(named("rObOt"), other, school);
    assertLists(named("ÉCOLE"), school);
    assertLists(named("école"));
    assertLists(named("École"), school);
    assertLists(named("%"), school);
    assertLists(named("_"), other);
    assertLists(named("\\"), other);
    assertLists(named("100%"), school);
    assertLists(named("e%e"));
    assertLists(named("École robot 100%"), school);
    assertLists(named("École Robot 100%!"));
  }

  @Test
  void filtersByExpiryFromIncludedToExcluded() {
    CompanyId company = newCompany().id();
    Instant t = some.now();
    ApiKey never = newKey(company);
    ApiKey at = insert(keyNamed(company, AttributesDraft.named("at").life(null, t)));
    ApiKey later =
        insert(keyNamed(company, AttributesDraft.named("later").life(null, t.plusMillis(1))));
    assertLists(ANY, later, at, never);
    assertLists(expiring(t, null), later, at);
    assertLists(expiring(null, t.plusMillis(1)), at);
    assertLists(expiring(t.plusMillis(1), t.plusMillis(2)), later);
    assertLists(expiring(null, t));
  }

  @Test
  void filtersByLastUseAndCountsNeverAsLongAgo() {
    CompanyId company = newCompany().id();
    Instant t = some.now();
    ApiKey never = newKey(company);
    ApiKey at = newKey(company);
    ApiKey later = newKey(company);
    store.recordUses(List.of(
        new KeyUse(at.id(), new LastUse(t, null)),
        new KeyUse(later.id(), new LastUse(t.plusMillis(1), "192.0.2.1"))));
    at = stored(at);
    later = stored(later);
    assertLists(ANY, later, at, never);
    assertLists(used(t, null), later, at);
    assertLists(used(t.plusMillis(1), null), later);
    assertLists(used(null, t.plusMillis(1)), at, never);
    assertLists(used(null, t), never);
    assertLists(used(t, t.plusMillis(1)), at);
  }

  @Test
  void filtersByStatusAsTheKeyItselfTellsIt() {
    CompanyId company = newCompany().id();
    Instant now = some.now();
    for (int offset = -1; offset <= 2; offset++) {
      Instant edge = now.plusMillis(offset);
      for (boolean disabled : List.of(false, true)) {
        insertInEveryState(company, edge, disabled);
      }
    }
    List<ApiKey> keys = listed(Reach.everywhere(), ANY, now);
    for (KeyStatus status : KeyStatus.values()) {
      List<ApiKey> expected =
          keys.stream().filter(key -> key.status(now) == status).toList();
      assertThat(expected).as("the keys of this test that are %s", status).isNotEmpty();
      assertThat(listed(Reach.everywhere(), KeyFilter.ofStatus(status), now))
          .as("%s", status)
          .isEqualTo(expected);
    }
  }

  @Test
  void listsNothingOutOfReach() {
    CompanyId mine = newCompany().id();
    CompanyId theirs = newCompany().id();
    ApiKey own = newKey(mine);
    ApiKey other = newKey(theirs);
    ApiKey platform = insert(
        some.key(CompanyId.PLATFORM, KeyType.SYSTEM, AttributesDraft.named("p").build()));
    Instant now = some.now();
    assertThat(listed(Reach.of(mine), ANY, now)).containsExactly(own);
    assertThat(listed(Reach.of(mine), KeyFilter.ofCompany(theirs), now)).isEmpty();
    assertThat(listed(Reach.of(mine), filter(null, null, null, null, other.prefix(), null), now))
        .isEmpty();
    assertThat(listed(Reach.of(CompanyId.PLATFORM), ANY, now))
        .containsExactly(platform, other, own);
    assertThat(listed(Reach.of(new CompanyId(some.id())), ANY, now)).isEmpty();
    assertThat(store.findKey(Reach.of(mine), own.id())).contains(own);
    assertThat(store.findKey(Reach.of(mine), other.id())).isEmpty();
    assertThat(store.findKey(Reach.of(mine), platform.id())).isEmpty();
    assertThat(store.findKey(Reach.of(CompanyId.PLATFORM), other.id())).contains(other);
  }

  private void insertInEveryState(CompanyId company, Instant edge, boolean disabled) {
    List<Consumer<ApiKey>> ends = List.of(
        key -> {}, this::revoke, key -> update(key.rotatedTo(newKey(company).id(), edge, edge)));
    for (Consumer<ApiKey> end : ends) {
      for (Instant begins : Arrays.asList(null, edge.minusMillis(1))) {
        for (Instant expires : Arrays.asList(null, edge)) {
          AttributesDraft draft = AttributesDraft.named("k " + some.base62(10));
          ApiKey key = insert(keyNamed(company, draft.life(begins, expires)));
          end.accept(disabled ? update(key.disabled(true, edge)) : key);
        }
      }
    }
  }

  private ApiKey keyNamed(CompanyId company, AttributesDraft draft) {
    return some.key(company, KeyType.SERVICE, draft.build());
  }

  private void assertLists(KeyFilter filter, ApiKey... keys) {
    assertThat(listed(Reach.everywhere(), filter, some.now()))
        .as("%s", filter)
        .containsExactly(keys);
  }

  private List<ApiKey> listed(Reach reach, KeyFilter filter, Instant now) {
    return all(PageRequest.MOST, page -> store.listKeys(reach, filter, now, page));
  }

  private static KeyFilter filter(
      @Nullable CompanyId company,
      @Nullable String user,
      @Nullable KeyType type,
      @Nullable Scope scope,
      @Nullable String prefix,
      @Nullable String text) {
    return new KeyFilter(company, user, type, scope, null, prefix, text, null, null, null, null);
  }

  private static KeyFilter named(String text) {
    return filter(null, null, null, null, null, text);
  }

  private static KeyFilter expiring(@Nullable Instant from, @Nullable Instant until) {
    return new KeyFilter(null, null, null, null, null, null, null, from, until, null, null);
  }

  private static KeyFilter used(@Nullable Instant from, @Nullable Instant until) {
    return new KeyFilter(null, null, null, null, null, null, null, null, null, from, until);
  }
}
