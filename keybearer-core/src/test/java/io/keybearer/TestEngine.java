package io.keybearer;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.lifecycle.Keys;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.secret.SecretText;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An engine over a store in memory, whose background work is done only when a test says so, and one
 * company to issue keys in.
 */
public final class TestEngine implements AutoCloseable {
  public final TestTime time;
  public final WatchedStore store;
  public final Keybearer keybearer;

  /** The company that keys are issued in. */
  public final CompanyId acme;

  private TestEngine(TestTime time, WatchedStore store, Keybearer keybearer, CompanyId acme) {
    this.time = time;
    this.store = store;
    this.keybearer = keybearer;
    this.acme = acme;
  }

  /** An engine with every default. */
  public static TestEngine start() {
    return start(UnaryOperator.identity());
  }

  /** An engine built with more than the defaults. */
  public static TestEngine start(UnaryOperator<KeybearerBuilder> more) {
    TestTime time = new TestTime();
    WatchedStore store = new WatchedStore(InMemoryStore.create(time));
    Keybearer keybearer = assemble(store, time, more);
    Company acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme"));
    return new TestEngine(time, store, keybearer, acme.id());
  }

  /** Another engine over the same store, as another process would have it. */
  public TestEngine beside() {
    return beside(UnaryOperator.identity());
  }

  /** Another engine over the same store, built with more than the defaults. */
  public TestEngine beside(UnaryOperator<KeybearerBuilder> more) {
    WatchedStore watched = new WatchedStore(store);
    return new TestEngine(time, watched, assemble(watched, time, more), acme);
  }

  private static Keybearer assemble(
      WatchedStore store, TestTime time, UnaryOperator<KeybearerBuilder> more) {
    KeybearerBuilder builder = Keybearer.builder(store).clock(time).nanoTime(time::nanos);
    Keybearer keybearer = new Keybearer(more.apply(builder));
    keybearer.verifier().follow();
    keybearer.log().writer().start();
    return keybearer;
  }

  /** Reads the change feed, as the background does. */
  public void follow() {
    keybearer.verifier().follow();
  }

  /** The operations on keys, for this application. */
  public Keys keys() {
    return keybearer.administration().keys();
  }

  /** The operations on keys, for the holder of a key as it is now. */
  public Keys keysAs(ApiKey holder) {
    return keybearer.administration(Caller.holding(keys().get(holder.id()))).keys();
  }

  /** A service key of the company with nothing but a name. */
  public IssuedKey issue(String name) {
    return issue(name, draft -> {});
  }

  /** A service key of the company. */
  public IssuedKey issue(String name, Consumer<KeyDraft> more) {
    KeyDraft draft = KeyDraft.service(acme, name);
    more.accept(draft);
    return keys().issue(draft);
  }

  /** Another company. */
  public CompanyId company(String slug) {
    return keybearer
        .administration()
        .companies()
        .create(CompanyDraft.of(slug, slug))
        .id();
  }

  /** Suspends the company, or lets it be active again. */
  public void status(CompanyStatus status) {
    changeCompany(draft -> draft.status(status));
  }

  /** Changes the company. */
  public void changeCompany(Consumer<CompanyDraft> change) {
    keybearer.administration().companies().change(CompanyRef.of(acme), IfVersion.any(), change);
  }

  /** Says whether an owner in the company is active. */
  public void owner(String user, boolean active) {
    keybearer.administration().companies().putOwner(CompanyRef.of(acme), user, active);
  }

  /** The verdict on a request that says nothing but the key. */
  public Verification verify(SecretText text) {
    return keybearer.verify(VerificationRequest.of(text).build());
  }

  /** The verdict on a request, for this application. */
  public Verification verify(IssuedKey key, UnaryOperator<VerificationRequest.Builder> more) {
    return keybearer.verify(more.apply(VerificationRequest.of(key.text())).build());
  }

  /** The code of the verdict on a request that says nothing but the key. */
  public String code(IssuedKey key) {
    return verify(key.text()).code();
  }

  /** The code of the verdict on a request. */
  public String code(IssuedKey key, UnaryOperator<VerificationRequest.Builder> more) {
    return verify(key, more).code();
  }

  /** Every log row of a key, newest first, once all that was handed over is written. */
  public List<ApiKeyLog> rows(ApiKey key) {
    flushLog();
    return keybearer
        .log()
        .list(Caller.application(), LogFilter.ofKey(key.id()), PageRequest.first(200))
        .items();
  }

  /** Waits until all that was handed to the log is written: a report comes after all before it. */
  public void flushLog() {
    var nothing = new LogReport.OfVerification(new LogId(new UUID(0, 0)), null, null);
    keybearer
        .log()
        .report(Caller.application(), List.of(nothing))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    keybearer.close();
  }
}
