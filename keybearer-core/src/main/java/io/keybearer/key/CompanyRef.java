package io.keybearer.key;

import org.jspecify.annotations.Nullable;

/**
 * A company as a caller names it: by id or by slug. Exactly one of the two is present.
 *
 * @param id the id, when the text was one
 * @param slug any other text, lower or upper case as it came
 */
public record CompanyRef(@Nullable CompanyId id, @Nullable String slug) {
  /** Checks that exactly one is present. */
  public CompanyRef {
    if ((id == null) == (slug == null)) {
      throw new IllegalArgumentException("expected an id or a slug");
    }
  }

  /** Names a company by its id. */
  public static CompanyRef of(CompanyId id) {
    return new CompanyRef(id, null);
  }

  /** The id or slug, which {@link #parse} reads back. */
  public String text() {
    return id == null ? String.valueOf(slug) : id.toString();
  }

  /** Reads an id where the text is a canonical UUID, and a slug otherwise. */
  public static CompanyRef parse(String text) {
    return CompanyId.parse(text).map(CompanyRef::of).orElseGet(() -> new CompanyRef(null, text));
  }
}
