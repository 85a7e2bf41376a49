package io.keybearer.servlet;

import io.keybearer.log.Captured;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is taken of one request and its answer: a part that is not wanted is not looked at. */
final class Capturing {
  private final CaptureTerms terms;
  private final CapturedRequest request;
  private final HttpServletResponse response;
  private final String requestHead;

  private Capturing(
      CaptureTerms terms, CapturedRequest request, HttpServletResponse response, String head) {
    this.terms = terms;
    this.request = request;
    this.response = response;
    this.requestHead = head;
  }

  /** Begins to take what is wanted. */
  static Capturing begin(
      CaptureTerms terms,
      Captured wanted,
      HttpServletRequest request,
      HttpServletResponse response) {
    String head = wanted.request()
        ? head(terms.requestHeaders(), name -> Collections.list(request.getHeaders(name)))
        : "";
    HttpServletResponse onward =
        wanted.response() ? new CapturedResponse(response, terms.mostBytes()) : response;
    return new Capturing(
        terms,
        new CapturedRequest(request, onward, wanted.request(), terms.mostBytes()),
        onward,
        head);
  }

  /** The request that the application is to read. */
  HttpServletRequest request() {
    return request;
  }

  /** The answer that the application is to write. */
  HttpServletResponse response() {
    return response;
  }

  /** What was asked, as far as it was read. */
  @Nullable
  String requestData() {
    return whole(requestHead, request.data());
  }

  /** What was answered so far. */
  @Nullable
  String responseData() {
    return response instanceof CapturedResponse captured
        ? whole(head(terms.responseHeaders(), captured::getHeaders), captured.data())
        : null;
  }

  private static @Nullable String whole(String head, @Nullable String body) {
    if (head.isEmpty()) {
      return body;
    }
    return head + "\r\n" + (body == null ? "" : body);
  }

  private static String head(List<String> names, Function<String, Collection<String>> fields) {
    StringBuilder head = new StringBuilder();
    for (String name : names) {
      for (String value : fields.apply(name)) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    }
    return head.toString();
  }
}
