package io.keybearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.Capture;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Reach;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.Captured;
import io.keybearer.log.LogReport;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Payloads are kept where that is switched on, redacted, and nowhere else; addresses as told. */
class CaptureTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ASKED = "{\"password\":\"hunter2\",\"a\":1}";

  private final TestEngine engine = TestEngine.start();
  private final IssuedKey key = engine.issue("captured");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void isOffUntilItIsSwitchedOnAndAReceiptSaysWhatWasDropped() {
    Verification verdict = engine.verify(key.text());
    assertThat(verdict.captured()).isEqualTo(Captured.NOTHING);
    RequestLog.Reported receipt = report(verdict, ASKED, "no");
    assertThat(receipt.written()).isTrue();
    assertThat(receipt.payloadDropped()).isTrue();
    assertThat(row().requestData()).isNull();
    assertThat(row().responseData()).isNull();
    assertThat(row().statusCode()).isEqualTo(201);
  }

  @Test
  void keepsWhatIsAskedForWithoutItsSecrets() {
    ApiKey captured = capture(HOUR, true, false);
    assertThat(captured.state().capture())
        .isEqualTo(new Capture(true, false, engine.time.instant().plus(HOUR)));
    Verification verdict = engine.verify(key.text());
    assertThat(verdict.captured()).isEqualTo(new Captured(true, false));
    assertThat(report(verdict, ASKED, "no").payloadDropped()).isTrue();
    assertThat(row().requestData()).isEqualTo("{\"password\":\"[redacted]\",\"a\":1}");
    assertThat(row().responseData()).isNull();
  }

  @Test
  void endsByItselfAndCanBeEnded() {
    capture(HOUR, true, true);
    engine.time.pass(HOUR.minusMillis(1));
    engine.follow();
    assertThat(engine.verify(key.text()).captured().any()).isTrue();
    engine.time.pass(Duration.ofMillis(1));
    engine.follow();
    assertThat(engine.verify(key.text()).captured().any()).isFalse();
    capture(HOUR, true, true);
    assertThat(engine.verify(key.text()).captured().any()).isTrue();
    assertThat(capture(Duration.ZERO, true, true).state().capture()).isNull();
    assertThat(engine.verify(key.text()).captured().any()).isFalse();
  }

  @Test
  void otherNodesFollow() {
    try (TestEngine other = engine.beside()) {
      assertThat(other.verify(key.text()).captured().any()).isFalse();
      capture(HOUR, false, true);
      other.follow();
      assertThat(other.verify(key.text()).captured()).isEqualTo(new Captured(false, true));
      companyCapture(HOUR, true, false);
      other.follow();
      assertThat(other.verify(key.text()).captured()).isEqualTo(new Captured(true, true));
    }
  }

  @Test
  void aReportToAnotherNodeKeepsWhatItsVerificationAllowed() {
    capture(HOUR, true, true);
    Verification verdict = engine.verify(key.text());
    engine.flushLog();
    try (TestEngine other = engine.beside()) {
      RequestLog.Reported receipt = report(
          other,
          new LogReport.OfVerification(
              Objects.requireNonNull(verdict.logId()), 200, "asked", "answered", 1.0));
      assertThat(receipt).isEqualTo(new RequestLog.Reported(receipt.id(), true, false));
    }
    assertThat(row().requestData()).isEqualTo("asked");
    assertThat(row().responseData()).isEqualTo("answered");
  }

  @Test
  void aReportOfItsOwnGoesByWhatHoldsNow() {
    assertThat(report(engine, ofRequest("asked", null)).payloadDropped()).isTrue();
    companyCapture(HOUR, true, true);
    assertThat(report(engine, ofRequest("asked", "kb")).payloadDropped()).isFalse();
    assertThat(row().requestData()).isEqualTo("asked");
    assertThat(row().responseData()).isEqualTo("kb");
  }

  @Test
  void aPayloadThatComesAnHourLaterIsDropped() {
    capture(HOUR.multipliedBy(5), true, true);
    Verification verdict = engine.verify(key.text());
    engine.time.pass(HOUR.plusMillis(1));
    assertThat(report(verdict, "asked", null).payloadDropped()).isTrue();
    assertThat(row().requestData()).isNull();
  }

  @Test
  void nothingIsCapturedOfDenialsNorOfASuccessor() {
    capture(HOUR, true, true);
    Verification denied = engine.verify(key, r -> r.method("POST"));
    assertThat(denied.valid()).isFalse();
    assertThat(denied.captured().any()).isFalse();
    assertThat(Objects.requireNonNull(denied.logId()).captured().any()).isFalse();
    IssuedKey successor = engine.keys().rotate(key.key().id(), IfVersion.any(), HOUR);
    assertThat(engine.verify(successor.text()).captured().any()).isFalse();
    assertThat(engine.verify(key.text()).captured().any()).isTrue();
  }

  @Test
  void isAudited() {
    capture(HOUR, true, false);
    companyCapture(HOUR, true, true);
    List<KeyEvent> events =
        engine.store.listEvents(Reach.everywhere(), PageRequest.first(2)).items();
    assertThat(events)
        .extracting(KeyEvent::action)
        .containsExactly("company.capture_changed", "key.capture_changed");
    assertThat(events.get(1).after().get("capture"))
        .isEqualTo("request until " + engine.time.instant().plus(HOUR));
  }

  @Test
  void isRefusedBeyondAWeekForRevokedKeysAndElsewhere() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> capture(Capture.LONGEST.plusMillis(1), true, true));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> capture(Duration.ofMillis(-1), true, true));
    capture(Capture.LONGEST, true, true);
    engine.keys().revoke(key.key().id(), IfVersion.any(), null);
    assertThatThrownBy(() -> capture(HOUR, true, true)).isInstanceOf(ConflictException.class);
    assertThat(capture(Duration.ZERO, false, false).state().capture()).isNull();
    Caller stranger = Caller.holding(
        engine.keys().issue(KeyDraft.service(engine.company("other"), "x")).key());
    assertThatThrownBy(() -> engine
            .keybearer
            .administration(stranger)
            .companies()
            .capture(CompanyRef.of(engine.acme), IfVersion.any(), HOUR, true, true))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aChangeOfTheCompanyLeavesItsCapture() {
    companyCapture(HOUR, true, true);
    engine.changeCompany(draft -> draft.name("Acme Labs"));
    assertThat(engine.verify(key.text()).captured().any()).isTrue();
  }

  @Test
  void storesAsMuchOfAnAddressAsTheStricterOfBothSays() {
    try (TestEngine truncating = engine.beside(b -> b.logAddresses(AddressDetail.TRUNCATED))) {
      assertThat(stored(truncating, "203.0.113.77")).isEqualTo("203.0.113.0");
      assertThat(stored(truncating, "2001:db8:1:2:3::4")).isEqualTo("2001:db8:1::");
      assertThat(stored(engine, "203.0.113.77")).isEqualTo("203.0.113.77");
      engine.changeCompany(draft -> draft.logAddresses(AddressDetail.NONE));
      truncating.follow();
      assertThat(stored(truncating, "203.0.113.77")).isNull();
      assertThat(stored(engine, "203.0.113.77")).isNull();
    }
  }

  @Test
  void lastUsesAndDenialsKeepAsLittle() {
    engine.changeCompany(draft -> draft.logAddresses(AddressDetail.TRUNCATED));
    engine.verify(key, r -> r.ip(IpAddress.parse("198.51.100.9")));
    engine.keybearer.verifier().flushUses();
    assertThat(
            Objects.requireNonNull(engine.keys().get(key.key().id()).lastUse()).ip())
        .isEqualTo("198.51.100.0");
    IssuedKey other = engine.issue("limited", d -> d.allowedIps(List.of("198.51.100.9")));
    assertThat(engine.code(other, r -> r.ip(IpAddress.parse("198.51.100.9")))).isEqualTo("VALID");
    assertThat(engine.code(other, r -> r.ip(IpAddress.parse("198.51.100.8"))))
        .isEqualTo("IP_DENIED");
    assertThat(engine.rows(other.key()))
        .extracting(ApiKeyLog::ipAddress)
        .containsOnly("198.51.100.0");
    assertThat(engine.rows(key.key()).get(0).ipAddress()).isEqualTo("198.51.100.0");
  }

  private @Nullable String stored(TestEngine by, String address) {
    UUID id = Objects.requireNonNull(
            by.verify(key, r -> r.ip(IpAddress.parse(address))).logId())
        .value();
    by.flushLog();
    return engine.rows(key.key()).stream()
        .filter(row -> row.id().value().equals(id))
        .findAny()
        .orElseThrow()
        .ipAddress();
  }

  private ApiKey capture(Duration length, boolean request, boolean response) {
    return engine.keys().capture(key.key().id(), IfVersion.any(), length, request, response);
  }

  private void companyCapture(Duration length, boolean request, boolean response) {
    engine
        .keybearer
        .administration()
        .companies()
        .capture(CompanyRef.of(engine.acme), IfVersion.any(), length, request, response);
  }

  private RequestLog.Reported report(
      Verification verdict, @Nullable String request, @Nullable String response) {
    return report(
        engine,
        new LogReport.OfVerification(
            Objects.requireNonNull(verdict.logId()), 201, request, response, 1.5));
  }

  private static RequestLog.Reported report(TestEngine to, LogReport report) {
    return to.keybearer
        .log()
        .report(Caller.application(), List.of(report))
        .orTimeout(30, TimeUnit.SECONDS)
        .join()
        .get(0);
  }

  private LogReport ofRequest(@Nullable String request, @Nullable String response) {
    return new LogReport.OfRequest(
        key.key().id(), "/a", "GET", 200, null, null, null, request, response, 1.0, null, null);
  }

  private ApiKeyLog row() {
    return engine.rows(key.key()).get(0);
  }
}
