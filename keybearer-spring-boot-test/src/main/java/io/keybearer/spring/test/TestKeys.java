package io.keybearer.spring.test;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.problem.NotFoundException;
import io.keybearer.store.PageRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Issues keys of a company {@code test} to tests. Safe for concurrent use. */
public final class TestKeys {
  private final Keybearer keybearer;
  private final AtomicInteger issued = new AtomicInteger();

  TestKeys(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  /** Issues a key of scope {@code read}, without limits and lists, unless the draft is changed. */
  public IssuedKey issue(UnaryOperator<KeyDraft> change) {
    String name = "test key " + issued.incrementAndGet();
    return keybearer
        .administration()
        .keys()
        .issue(change.apply(KeyDraft.service(company().id(), name)));
  }

  /** Issues a key of scope {@code read}, without limits and lists. */
  public IssuedKey issue() {
    return issue(draft -> draft);
  }

  /** Revokes a key. */
  public void revoke(IssuedKey key) {
    keybearer.administration().keys().revoke(key.key().id(), IfVersion.any(), "test");
  }

  /** The rows of a key in the request log, newest first, at most 200; written some moments late. */
  public List<ApiKeyLog> rows(ApiKeyId key) {
    return keybearer
        .log()
        .list(Caller.application(), LogFilter.ofKey(key), PageRequest.first(PageRequest.MOST))
        .items();
  }

  /** Makes a request of {@code MockMvc} with a key: {@code get("/orders").with(apiKey(key))}. */
  public static RequestPostProcessor apiKey(IssuedKey key) {
    return request -> {
      request.addHeader("Authorization", "Bearer " + key.text().reveal());
      return request;
    };
  }

  private synchronized Company company() {
    try {
      return keybearer.administration().companies().get(CompanyRef.parse("test"));
    } catch (NotFoundException notYet) {
      return keybearer.administration().companies().create(CompanyDraft.of("test", "Test"));
    }
  }
}
