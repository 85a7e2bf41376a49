package io.keybearer.key;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for something: this application itself, or the holder of a key.
 *
 * @param name how audit entries name it: {@code application}, {@code bootstrap}, {@code
 *     key:<prefix>}, {@code user:<id>}
 * @param reach whose things it can see and touch
 * @param key the key it came with; null for this application, which may grant anything
 */
public record Caller(String name, Reach reach, @Nullable ApiKey key) {
  /** This application itself, which reaches everything. */
  public static Caller application() {
    return new Caller("application", Reach.everywhere(), null);
  }

  /** This application, on behalf of one company. */
  public static Caller application(CompanyId company) {
    return new Caller("application", Reach.of(company), null);
  }

  /**
   * This application, on behalf of a person of one company whom it has bounded itself; audit entries
   * name the person.
   *
   * @param user the person's id, as keys of type {@code user} have it
   */
  public static Caller user(CompanyId company, String user) {
    return new Caller("user:" + user, Reach.of(company), null);
  }

  /** The holder of a key, who reaches its company, or everything with a key of the platform. */
  public static Caller holding(ApiKey key) {
    return new Caller(key.actorName(), Reach.of(key.company()), key);
  }

  /** The id of the key it came with. */
  public @Nullable ApiKeyId keyId() {
    return key == null ? null : key.id();
  }

  /** Whether it acts for the platform. */
  public boolean isPlatform() {
    return reach.includes(CompanyId.PLATFORM);
  }
}
