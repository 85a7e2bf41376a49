package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages a key may be used from; never empty, since "any" is the absence of a list.
 *
 * @param patterns the entries, in the order given
 */
public record AllowedReferers(List<RefererPattern> patterns) {
  /**
   * Copies the list.
   *
   * @throws InvalidValueException with {@code EMPTY_LIST} when it is empty
   */
  public AllowedReferers {
    patterns = List.copyOf(patterns);
    if (patterns.isEmpty()) {
      throw new InvalidValueException(ProblemCode.EMPTY_LIST);
    }
  }

  /**
   * Reads a list of patterns.
   *
   * @throws InvalidValueException of the first entry that {@link RefererPattern#parse} refuses, or
   *     with {@code EMPTY_LIST}
   */
  public static AllowedReferers of(List<String> texts) {
    return new AllowedReferers(texts.stream().map(RefererPattern::parse).toList());
  }

  /**
   * Tests the page that a request names: its {@code Referer} when present, else its {@code Origin}.
   * A header of only spaces and tabs, and an {@code Origin} of {@code null}, count as absent. When
   * both are there, their origins must agree.
   *
   * @param referer the {@code Referer} header; its query and fragment are ignored
   * @param origin the {@code Origin} header
   * @param allowMissing whether a request that names no page may pass
   */
  public RefererVerdict permits(
      @Nullable String referer, @Nullable String origin, boolean allowMissing) {
    String pageText = present(referer);
    String siteText = "null".equals(origin) ? null : present(origin);
    WebUrl page = pageText == null ? null : WebUrl.ofReferer(pageText);
    WebUrl site = siteText == null ? null : WebUrl.ofOrigin(siteText);
    if ((pageText != null && page == null) || (siteText != null && site == null)) {
      return RefererVerdict.MALFORMED;
    }
    if (page != null && site != null && !page.hasSameOriginAs(site)) {
      return RefererVerdict.ORIGINS_DISAGREE;
    }
    WebUrl tested = page != null ? page : site;
    if (tested == null) {
      return allowMissing ? RefererVerdict.ALLOWED : RefererVerdict.MISSING;
    }
    return permits(tested);
  }

  /**
   * Says whether each pattern of the other list is covered by one of this one. Whether a missing
   * referer is allowed is a rule of its own, to be compared beside it.
   */
  public boolean covers(AllowedReferers other) {
    return other.patterns.stream()
        .allMatch(theirs -> patterns.stream().anyMatch(ours -> ours.covers(theirs)));
  }

  /** The canonical texts, which {@link #of} reads back. */
  public List<String> texts() {
    return patterns.stream().map(RefererPattern::toString).toList();
  }

  private RefererVerdict permits(WebUrl page) {
    boolean originListed = false;
    for (int i = 0; i < patterns.size(); i++) {
      RefererPattern pattern = patterns.get(i);
      if (pattern.matchesOrigin(page)) {
        if (pattern.matchesPath(page)) {
          return RefererVerdict.ALLOWED;
        }
        originListed = true;
      }
    }
    boolean bare = page.path() == null || page.path().equals("/");
    return originListed && bare ? RefererVerdict.PATH_UNKNOWN : RefererVerdict.NOT_LISTED;
  }

  private static @Nullable String present(@Nullable String header) {
    for (int i = 0; header != null && i < header.length(); i++) {
      if (header.charAt(i) != ' ' && header.charAt(i) != '\t') {
        return header;
      }
    }
    return null;
  }
}
