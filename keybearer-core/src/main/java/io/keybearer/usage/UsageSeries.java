package io.keybearer.usage;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests have in common that are counted together.
 *
 * @param company whose key it was
 * @param apiKey the key
 * @param endpoint the form of the endpoint, see {@link EndpointTemplate}; empty when not known
 * @param method the HTTP method, {@code (other)} for one that HTTP does not define; empty when not
 *     known
 * @param status the status answered; 0 when not known
 * @param outcome the verification code
 */
public record UsageSeries(
    CompanyId company,
    ApiKeyId apiKey,
    String endpoint,
    String method,
    int status,
    String outcome) {
  private static final Set<String> METHODS =
      Set.of("", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /** The series to which a row belongs. */
  public static UsageSeries of(ApiKeyLog row) {
    return of(
        row.company(), row.apiKey(), row.endpoint(), row.method(), row.statusCode(), row.outcome());
  }

  /** The series to which a row with these attributes belongs. */
  public static UsageSeries of(
      CompanyId company,
      ApiKeyId apiKey,
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable Integer status,
      String outcome) {
    String word = method == null ? "" : method;
    return new UsageSeries(
        company,
        apiKey,
        EndpointTemplate.of(endpoint),
        METHODS.contains(word) ? word : EndpointTemplate.OTHER,
        status == null ? 0 : status,
        outcome);
  }

  /** The same with another status. */
  public UsageSeries withStatus(int value) {
    return new UsageSeries(company, apiKey, endpoint, method, value, outcome);
  }

  /** The same under another name of the endpoint. */
  public UsageSeries withEndpoint(String value) {
    return value.equals(endpoint)
        ? this
        : new UsageSeries(company, apiKey, value, method, status, outcome);
  }
}
