package io.keybearer.servlet;

import java.util.List;

/**
 * What a filter takes of requests and answers whose payloads are captured. Whether they are is the
 * verdict's to say.
 *
 * @param mostBytes how many bytes of each body are taken, 1 to 262,144; the log keeps less of them
 * @param requestHeaders fields of requests that are taken too; what their names make secret is not
 *     kept
 * @param responseHeaders the same of answers
 */
public record CaptureTerms(
    int mostBytes, List<String> requestHeaders, List<String> responseHeaders) {
  private static final int GREATEST = 262_144;

  /** 65,536 bytes, and no header fields. */
  public static final CaptureTerms USUAL = new CaptureTerms(65_536, List.of(), List.of());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when the number of bytes is none
   */
  public CaptureTerms {
    if (mostBytes < 1 || mostBytes > GREATEST) {
      throw new IllegalArgumentException("expected to take 1 to " + GREATEST + " bytes of a body");
    }
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
  }
}
