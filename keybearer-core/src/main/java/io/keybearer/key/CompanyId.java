package io.keybearer.key;

import java.util.Optional;
import java.util.UUID;

/** The id of a company: a UUID, version 7 for companies made here. */
public record CompanyId(UUID value) {
  /** The company that stands for the platform itself and owns every {@code system} key. */
  public static final CompanyId PLATFORM = new CompanyId(new UUID(0x7000L, 0x8000000000000000L));

  /** Reads the canonical 36-character form, or nothing when it is not one. */
  public static Optional<CompanyId> parse(String text) {
    return CanonicalUuid.parse(text).map(CompanyId::new);
  }

  /** Whether this is the platform's own company. */
  public boolean isPlatform() {
    return equals(PLATFORM);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
