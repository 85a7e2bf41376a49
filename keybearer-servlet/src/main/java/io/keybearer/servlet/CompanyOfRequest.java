package io.keybearer.servlet;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Says which of the application's own customers a request is for: by its host, its path, a header.
 * A key of another company is {@code NOT_FOUND} then, and nothing is counted or noted of it. Asked
 * for every request with a key, so it should not wait for anything. Must be safe for concurrent use.
 *
 * <pre>{@code
 * request -> RequestedCompany.of(request.getServerName().split("\\.")[0])
 * }</pre>
 */
@FunctionalInterface
public interface CompanyOfRequest {
  /**
   * Whose keys may make the request. What it throws is no answer: the request is answered with 503.
   */
  RequestedCompany of(HttpServletRequest request);
}
