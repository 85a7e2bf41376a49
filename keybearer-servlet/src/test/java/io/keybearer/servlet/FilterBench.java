package io.keybearer.servlet;

import static org.awaitility.Awaitility.await;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.PageRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** An engine in memory with one company, and what a test asks of it. */
final class FilterBench implements AutoCloseable {
  final Keybearer keybearer;
  private final Company acme;
  private int keys;

  FilterBench(Clock clock) {
    keybearer = Keybearer.builder(InMemoryStore.create(clock)).clock(clock).open();
    acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
  }

  IssuedKey issue(UnaryOperator<KeyDraft> wanted) {
    keys++;
    return keybearer
        .administration()
        .keys()
        .issue(wanted.apply(KeyDraft.service(acme.id(), "key " + keys)));
  }

  /** The one row of a key, once it is complete. */
  ApiKeyLog completedRow(ApiKeyId key) {
    await().until(() -> rows(key).stream().anyMatch(row -> row.statusCode() != null));
    return rows(key).get(0);
  }

  List<ApiKeyLog> rows(ApiKeyId key) {
    return keybearer
        .log()
        .list(Caller.application(), LogFilter.ofKey(key), PageRequest.first(10))
        .items();
  }

  @Override
  public void close() {
    keybearer.close();
  }
}
