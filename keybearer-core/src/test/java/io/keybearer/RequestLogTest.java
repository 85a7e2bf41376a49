package io.keybearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.VerificationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports: completing the rows of verifications, and making rows of their own. */
class RequestLogTest {
  private final TestEngine engine = TestEngine.start();
  private final IssuedKey key = engine.issue("logged");
  private final Caller gateway = Caller.holding(engine.issue("gateway").key());
  private final Caller stranger = Caller.holding(engine
      .keys()
      .issue(KeyDraft.service(engine.company("globex"), "stranger"))
      .key());

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void completesItsCallersRowOnce() {
    LogId id = verifiedBy(gateway);
    assertThat(report(gateway, ofVerification(id, 201))).containsExactly(done(id, true));
    assertThat(report(gateway, ofVerification(id, 500))).containsExactly(done(id, false));
    ApiKeyLog row = engine.keybearer.log().get(gateway, id);
    assertThat(row.statusCode()).isEqualTo(201);
    assertThat(row.executionTime()).isEqualTo(12.5);
    assertThat(row.completed()).isTrue();
  }

  @Test
  void completesNobodyElsesRow() {
    LogId id = verifiedBy(gateway);
    Caller sibling = Caller.holding(engine.issue("sibling").key());
    for (Caller other : List.of(sibling, stranger, Caller.application())) {
      assertThat(report(other, ofVerification(id, 500))).containsExactly(done(id, false));
    }
    assertThat(report(gateway, ofVerification(id, 200))).containsExactly(done(id, true));
  }

  @Test
  void aStrangersReportInTheSameBatchSpoilsNothing() {
    LogId id = verifiedBy(gateway);
    var log = engine.keybearer.log();
    var first = log.report(stranger, List.of(ofVerification(id, 500)));
    var second = log.report(gateway, List.of(ofVerification(id, 200)));
    assertThat(first.orTimeout(30, TimeUnit.SECONDS).join()).containsExactly(done(id, false));
    assertThat(second.orTimeout(30, TimeUnit.SECONDS).join()).containsExactly(done(id, true));
    assertThat(log.get(gateway, id).statusCode()).isEqualTo(200);
  }

  @Test
  void ofTwoReportsAboutOneRowInOneCallTheFirstCounts() {
    LogId id = verifiedBy(gateway);
    assertThat(report(gateway, ofVerification(id, 200), ofVerification(id, 500)))
        .containsExactly(done(id, true), done(id, false));
    assertThat(engine.keybearer.log().get(gateway, id).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownRowIsNotWritten() {
    LogId nowhere = new LogId(new UUID(1, 2));
    assertThat(report(gateway, ofVerification(nowhere, 200))).containsExactly(done(nowhere, false));
  }

  @Test
  void makesARowOfItsOwnForAKeyWithinReach() {
    RequestLog.Reported made =
        report(gateway, ofRequest(key.key().id(), "/a?b#c", null)).get(0);
    assertThat(made.written()).isTrue();
    ApiKeyLog row = engine.keybearer.log().get(gateway, made.id().orElseThrow());
    assertThat(row.endpoint()).isEqualTo("/a");
    assertThat(row.outcome()).isEqualTo("VALID");
    assertThat(row.at()).isEqualTo(engine.time.instant());
    assertThat(row.prefix()).isEqualTo(key.key().prefix());
    assertThat(row.caller()).isEqualTo(gateway.keyId());
    assertThat(row.completed()).isTrue();
    assertThat(report(gateway, ofVerification(row.id(), 500)))
        .containsExactly(done(row.id(), false));
  }

  @Test
  void makesNoRowForAnotherCompanysOrAnUnknownKey() {
    assertThat(report(
            stranger,
            ofRequest(key.key().id(), "/a", null),
            ofRequest(new ApiKeyId(new UUID(1, 2)), "/a", null)))
        .containsOnly(new RequestLog.Reported(Optional.empty(), false, false));
    assertThat(engine.rows(key.key())).isEmpty();
  }

  @Test
  void redactsKeysInReportsAndCutsTimeToMilliseconds() {
    String text = key.text().reveal();
    Instant at = engine.time.instant().minusSeconds(60).plusNanos(123_456_789);
    report(gateway, ofRequest(key.key().id(), "/" + text, at));
    ApiKeyLog row = engine.rows(key.key()).get(0);
    assertThat(row.endpoint()).isEqualTo("/[redacted]");
    assertThat(row.at()).isEqualTo(at.minusNanos(456_789));
  }

  @Test
  void refusesNumbersTimesAndOutcomesThatNoRowCanHold() {
    LogId id = new LogId(new UUID(1, 2));
    for (int status : new int[] {99, 600, -1}) {
      assertRefused(() -> ofVerification(id, status));
    }
    for (double time : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> new LogReport.OfVerification(id, 200, time));
    }
    for (Instant at : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusMillis(1))) {
      assertRefused(() -> ofRequest(key.key().id(), "/a", at));
    }
    for (String outcome : List.of("", "valid", key.text().reveal(), "A\u0000")) {
      assertRefused(() -> new LogReport.OfRequest(
          key.key().id(), null, null, null, null, null, null, null, null, null, outcome, null));
    }
  }

  @Test
  void listsAndShowsRowsWithinReachAlone() {
    LogId id = verifiedBy(gateway);
    engine.flushLog();
    var log = engine.keybearer.log();
    assertThat(log.list(stranger, LogFilter.any(), PageRequest.first(10)).items())
        .isEmpty();
    assertThatThrownBy(() -> log.get(stranger, id)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> log.get(stranger, new LogId(new UUID(1, 2))))
        .isInstanceOf(NotFoundException.class);
    assertThat(log.list(gateway, LogFilter.any(), PageRequest.first(10)).items())
        .hasSize(1);
  }

  @Test
  void nothingToReportIsReportedAtOnce() {
    assertThat(engine.keybearer.log().report(gateway, List.of())).isCompletedWithValue(List.of());
  }

  private LogId verifiedBy(Caller caller) {
    engine.time.pass(Duration.ofSeconds(1));
    return Objects.requireNonNull(engine
        .keybearer
        .verifier()
        .verify(caller, VerificationRequest.of(key.text()).build())
        .logId());
  }

  private List<RequestLog.Reported> report(Caller caller, LogReport... reports) {
    return engine
        .keybearer
        .log()
        .report(caller, List.of(reports))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private static void assertRefused(ThrowingCallable report) {
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(report);
  }

  private static RequestLog.Reported done(LogId id, boolean written) {
    return new RequestLog.Reported(Optional.of(id), written, false);
  }

  private static LogReport ofVerification(LogId id, int status) {
    return new LogReport.OfVerification(id, status, 12.5);
  }

  private static LogReport ofRequest(ApiKeyId id, String endpoint, @Nullable Instant at) {
    IpAddress ip = IpAddress.parse("192.0.2.1");
    return new LogReport.OfRequest(
        id, endpoint, "GET", 200, ip, "agent", null, null, null, 3.0, null, at);
  }
}
