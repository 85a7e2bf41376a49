package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyType;
import io.keybearer.key.Reach;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pages of keys follow each other without misses and repetitions, newest first. */
public abstract class KeyPageContract extends ContractPart {
  private static final KeyFilter ANY = KeyFilter.any();

  @Test
  void ordersByIdAsItsTextSorts() {
    CompanyId company = newCompany().id();
    List<ApiKey> keys = new ArrayList<>();
    for (long high : new long[] {1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      for (long low : new long[] {1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
        ApiKeyId id = new ApiKeyId(new UUID(high, low));
        keys.add(insert(some.key(
            id, company, KeyType.SERVICE, AttributesDraft.named(id.toString()).build())));
      }
    }
    keys.sort(Comparator.comparing((ApiKey key) -> key.id().toString()).reversed());
    assertThat(all(5, page -> list(ANY, page))).isEqualTo(keys);
  }

  @Test
  void givesEachKeyOnceOnPagesOfAnySize() {
    List<ApiKey> newestFirst = insertMany(newCompany().id(), 20);
    for (int size : new int[] {1, 3, 10, 19, 20, 21, PageRequest.MOST}) {
      assertThat(all(size, page -> list(ANY, page))).isEqualTo(newestFirst);
    }
    assertThat(list(ANY, PageRequest.first(20)).next()).isNull();
    assertThat(list(ANY, PageRequest.first(19)).next()).isNotNull();
  }

  @Test
  void missesAndRepeatsNothingWhileKeysAreAdded() {
    CompanyId company = newCompany().id();
    List<ApiKey> newestFirst = insertMany(company, 12);
    List<ApiKey> seen = all(5, page -> {
      Page<ApiKey> found = list(ANY, page);
      newKey(company);
      return found;
    });
    assertThat(seen).isEqualTo(newestFirst);
  }

  @Test
  void pagesThroughAFilterThatMatchesFewKeys() {
    CompanyId company = newCompany().id();
    List<ApiKey> rare = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ApiKey key = insert(some.key(company, (i % 7 == 0 ? "rare " : "common ") + i));
      if (i % 7 == 0) {
        rare.add(0, key);
      }
    }
    KeyFilter named =
        new KeyFilter(null, null, null, null, null, null, "rare", null, null, null, null);
    assertThat(all(2, page -> list(named, page))).isEqualTo(rare);
  }

  private List<ApiKey> insertMany(CompanyId company, int count) {
    List<ApiKey> newestFirst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      newestFirst.add(0, newKey(company));
    }
    return newestFirst;
  }

  private Page<ApiKey> list(KeyFilter filter, PageRequest page) {
    return store.listKeys(Reach.everywhere(), filter, some.now(), page);
  }
}
