package io.keybearer.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when there is nowhere to keep keys, instead of a stack trace. */
final class NoStoreAnalyzer extends AbstractFailureAnalyzer<NoStoreException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, NoStoreException cause) {
    return new FailureAnalysis(
        "Keybearer needs one DataSource to keep its keys in, and found none, or several of which none"
            + " is primary.",
        "Set spring.datasource.url to a PostgreSQL or SQLite database, mark one DataSource as"
            + " @Primary, or define a bean of type io.keybearer.store.Store. To start without"
            + " Keybearer, which protects nothing then, set keybearer.enabled=false.",
        cause);
  }
}
