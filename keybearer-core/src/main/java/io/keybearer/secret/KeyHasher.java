package io.keybearer.secret;

import io.keybearer.problem.StoreUnavailableException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Turns the whole text of a key into its hash and compares hashes: SHA-256 without a pepper,
 * HMAC-SHA-256 (RFC 2104) with one. Keys carry 256 random bits, so a fast hash is enough.
 *
 * <p>Thread-safe: each thread re-uses its own digest. One hash takes well under a microsecond.
 */
public final class KeyHasher {
  /** The scheme of hashes made without a pepper. */
  public static final String PLAIN = "sha256";

  static final String PEPPERED = "hmac-sha256:";
  static final String HMAC = "HmacSHA256";

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(KeyHasher::newSha256);

  private final Map<String, ThreadLocal<Mac>> macs = new HashMap<>();
  private final String currentScheme;
  private final KeyHash nothing;

  /** Makes a hasher that knows these peppers and hashes with the current one. */
  public KeyHasher(Peppers peppers) {
    for (Pepper pepper : peppers.all()) {
      macs.put(pepper.scheme(), ThreadLocal.withInitial(() -> newMac(pepper)));
    }
    currentScheme = peppers.current().map(Pepper::scheme).orElse(PLAIN);
    // One byte longer than any hash made here, so that nothing can ever match it.
    nothing = KeyHash.fresh(currentScheme, new byte[33]);
  }

  /** Hashes a text under the current scheme, its characters as ASCII (others as UTF-8). */
  public KeyHash hash(SecretText text) {
    return KeyHash.fresh(currentScheme, digest(text, currentScheme));
  }

  /**
   * Says whether the hash was made of this text, comparing in constant time.
   *
   * @throws StoreUnavailableException when the hash has a scheme, or was made with a pepper, that
   *     is not known here: the question cannot be answered, and a right key must not be called
   *     wrong; the cause is an {@link UnknownHashSchemeException} that says what is missing
   */
  public boolean verify(SecretText text, KeyHash stored) {
    return stored.holds(digest(text, stored.scheme()));
  }

  /**
   * Does the work of {@link #verify} against no hash at all, so that an unknown key takes about as
   * long as a wrong secret. Always false.
   */
  public boolean verifyAgainstNothing(SecretText text) {
    return nothing.holds(digest(text, currentScheme));
  }

  /** Says whether the hash has the current scheme; if not, it is to be made anew on next use. */
  public boolean isCurrent(KeyHash stored) {
    return stored.scheme().equals(currentScheme);
  }

  private byte[] digest(SecretText text, String scheme) {
    if (scheme.equals(PLAIN)) {
      return SHA_256.get().digest(text.revealBytes());
    }
    @Nullable ThreadLocal<Mac> mac = macs.get(scheme);
    if (mac == null) {
      throw new StoreUnavailableException(new UnknownHashSchemeException(missing(scheme)));
    }
    return mac.get().doFinal(text.revealBytes());
  }

  private static String missing(String scheme) {
    return scheme.startsWith(PEPPERED)
        ? "A key was hashed with the pepper "
            + scheme.substring(PEPPERED.length())
            + ", which is not configured here. Add it to the peppers, after the current one."
        : "A key was hashed under the scheme " + scheme + ", which is not known here.";
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must offer SHA-256", e);
    }
  }

  private static Mac newMac(Pepper pepper) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(pepper.key());
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform must offer HmacSHA256", e);
    }
  }
}
