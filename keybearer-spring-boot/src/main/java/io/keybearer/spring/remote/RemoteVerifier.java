package io.keybearer.spring.remote;

import io.keybearer.client.KeybearerClient;
import io.keybearer.client.KeybearerClientException;
import io.keybearer.client.Report;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.log.LogId;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.redact.Redactor;
import io.keybearer.secret.SecretText;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.token.KeyFormat;
import io.keybearer.verification.DenialReason;
import io.keybearer.verification.OwnerStandings;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts of a Keybearer server. An acceptance of a key without limits is remembered for a moment;
 * everything else is asked for. While the server does not answer, the last known acceptance holds
 * for as long as it was told to, and past that there is no verdict. Safe for concurrent use.
 */
public final class RemoteVerifier implements KeyVerifier, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RemoteVerifier.class.getName());

  /** After a call without an answer, nobody waits for another one so long. */
  private static final long SPARED = Duration.ofSeconds(1).toNanos();

  private static final int REFUSED = 400;

  private final KeybearerClient client;
  private final KeyFormat format;
  private final Redactor redactor;
  private final RemoteTerms terms;
  private final TimeOrderedIds ids;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final VerdictMemory memory;
  private final @Nullable OwnerStandings owners;
  private final ReportQueue reports;
  private volatile @Nullable Long silentSince;

  /**
   * Makes a verifier, and begins to report.
   *
   * @param client of the server, with a key that holds {@code keybearer:verify} and {@code
   *     keybearer:logs}, a short timeout and one try
   * @param format the form of the server's keys
   * @param redactor takes secrets out of payloads before they leave the application
   * @param ids where ids of rows that the server has not made come from
   * @param clock by which a remembered key expires
   * @param nanoTime monotonic nanoseconds
   * @param owners what the application says of owners, closed with this; null when it says nothing
   */
  public RemoteVerifier(
      KeybearerClient client,
      KeyFormat format,
      Redactor redactor,
      RemoteTerms terms,
      TimeOrderedIds ids,
      Clock clock,
      LongSupplier nanoTime,
      @Nullable OwnerStandings owners) {
    this.client = client;
    this.format = format;
    this.redactor = redactor;
    this.terms = terms;
    this.ids = ids;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.owners = owners;
    memory = new VerdictMemory(terms.mostVerdicts());
    reports = new ReportQueue(client.logs()::report);
  }

  @Override
  public boolean recognises(SecretText text) {
    return format.recognises(text);
  }

  @Override
  public Verification verify(VerificationRequest request) {
    String key = request.key().reveal();
    if (!Question.canBeAsked(key)) {
      return new Verification.Denied(
          DenialReason.NOT_FOUND, null, LimitOutcome.unlimited(), Set.of(), null);
    }
    String question = Question.name(key, request);
    long now = nanoTime.getAsLong();
    Verification.Accepted remembered = remembered(question, now, terms.maxAge());
    return remembered == null
        ? judged(asked(question, key, request, now))
        : again(remembered, request);
  }

  /**
   * With the word of the application on the key's owner. The server has charged the request and made
   * its row before, which says {@code VALID}; the status that completes it says the rest.
   */
  private Verification judged(Verification verdict) {
    return verdict instanceof Verification.Accepted accepted && !isOwnerActive(accepted)
        ? ownerDisabled(accepted, accepted.logId())
        : verdict;
  }

  private boolean isOwnerActive(Verification.Accepted verdict) {
    String user = verdict.key().attributes().user();
    return owners == null || user == null || owners.isActive(verdict.key().company(), user);
  }

  private static Verification.Denied ownerDisabled(
      Verification.Accepted verdict, @Nullable LogId row) {
    return new Verification.Denied(
        DenialReason.OWNER_DISABLED,
        verdict.key(),
        LimitOutcome.unlimited(),
        verdict.shadowDenied(),
        row);
  }

  @Override
  public void answered(LogId row, int status, double millis) {
    reports.answered(row, status, millis);
  }

  @Override
  public void answered(
      LogId row,
      int status,
      double millis,
      @Nullable String requestData,
      @Nullable String responseData) {
    reports.answered(row, status, millis, redacted(requestData), redacted(responseData));
  }

  private @Nullable String redacted(@Nullable String payload) {
    return payload == null ? null : redactor.payload(payload);
  }

  /** How many reports the server has not taken. */
  public long lostReports() {
    return reports.lost();
  }

  /** Reports what waits, for a moment, and ends. */
  @Override
  public void close() {
    reports.close();
    if (owners != null) {
      owners.close();
    }
  }

  private Verification asked(String question, String key, VerificationRequest request, long now) {
    Long silent = silentSince;
    if (silent != null && now - silent < SPARED) {
      return lastKnown(question, request, now, null);
    }
    try {
      Verification verdict = Verdicts.of(client.keys().verify(Question.of(key, request)));
      silentSince = null;
      if (verdict instanceof Verification.Accepted accepted && accepted.limits().isEmpty()) {
        memory.remember(question, accepted, now);
      } else {
        memory.forget(question);
      }
      return verdict;
    } catch (KeybearerClientException failure) {
      if (failure.status() >= REFUSED && failure.status() < 500) {
        LOG.log(
            System.Logger.Level.ERROR,
            "the server does not take the questions of this application: {0}",
            failure.code());
        throw new StoreUnavailableException(failure);
      }
      silentSince = now;
      return lastKnown(question, request, now, failure);
    } catch (KeybearerException | IllegalStateException unreadable) {
      throw new StoreUnavailableException(unreadable);
    }
  }

  private Verification.@Nullable Accepted remembered(String question, long now, Duration maxAge) {
    Verification.Accepted known = memory.find(question, now, maxAge.toNanos());
    return known == null || known.key().expired(clock.instant()) ? null : known;
  }

  private Verification lastKnown(
      String question, VerificationRequest request, long now, @Nullable Throwable cause) {
    Verification.Accepted known = remembered(question, now, terms.lastKnownFor());
    if (known == null) {
      throw new StoreUnavailableException(
          cause == null ? new IllegalStateException("the server was silent a moment ago") : cause);
    }
    return again(known, request);
  }

  /** The same verdict on another request, whose row the server does not have yet. */
  private Verification again(Verification.Accepted verdict, VerificationRequest request) {
    boolean active = isOwnerActive(verdict);
    LogId row = null;
    if (request.logged() || !active) {
      row = new LogId(ids.next()).capturing(verdict.captured());
      reports.expect(row, report(verdict, request));
    }
    if (!active) {
      return ownerDisabled(verdict, row);
    }
    return new Verification.Accepted(
        verdict.key(), verdict.limitOutcome(), verdict.shadowDenied(), row);
  }

  private static Report.Builder report(Verification.Accepted verdict, VerificationRequest request) {
    Report.Builder report = Report.of(verdict.key().id().toString());
    if (request.endpoint() != null) {
      report.endpoint(request.endpoint());
    }
    if (request.method() != null) {
      report.method(request.method());
    }
    if (request.ip() != null) {
      report.ipAddress(request.ip().toString());
    }
    if (request.userAgent() != null) {
      report.userAgent(request.userAgent());
    }
    String page = request.referer() == null ? request.origin() : request.referer();
    if (page != null) {
      report.referer(page);
    }
    return report;
  }
}
