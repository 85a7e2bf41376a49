package io.keybearer.servlet;

import io.keybearer.Keybearer;
import io.keybearer.key.Caller;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.problem.KeybearerException;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verdicts of an engine in this process. */
final class EngineVerifier implements KeyVerifier {
  private static final System.Logger LOG = System.getLogger(EngineVerifier.class.getName());

  private final Keybearer keybearer;

  EngineVerifier(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Verification verify(VerificationRequest request) {
    return keybearer.verify(request);
  }

  @Override
  public boolean recognises(SecretText text) {
    return keybearer.format().recognises(text);
  }

  @Override
  public void answered(LogId row, int status, double millis) {
    answered(row, status, millis, null, null);
  }

  /** Nobody waits for the writing, whose failures the log's writer knows and tells. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void answered(
      LogId row,
      int status,
      double millis,
      @Nullable String requestData,
      @Nullable String responseData) {
    LogReport report = new LogReport.OfVerification(row, status, requestData, responseData, millis);
    try {
      keybearer.log().report(Caller.application(), List.of(report));
    } catch (KeybearerException full) {
      LOG.log(System.Logger.Level.DEBUG, "no room to complete the log row {0}", row);
    }
  }
}
