package io.keybearer.token;

import io.keybearer.key.KeyType;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.secret.SecretText;
import org.jspecify.annotations.Nullable;

/** Makes the texts of new keys, under the current brand. Thread-safe. */
public final class KeyMint {
  private final KeyFormat format;
  private final SecretGenerator generator;

  /** Makes a mint for this format that draws from this generator. */
  public KeyMint(KeyFormat format, SecretGenerator generator) {
    this.format = format;
    this.generator = generator;
  }

  /**
   * Makes a key of 256 random bits.
   *
   * @param env one of {@link KeyFormat#environments()}, or null for none
   * @throws io.keybearer.problem.InvalidValueException {@code UNKNOWN_VALUE} when the environment
   *     is not configured
   */
  public FreshKey mint(KeyType type, @Nullable String env) {
    String prefix = generator.secret(KeyFormat.PREFIX_LENGTH);
    String body =
        format.head(type, env) + '_' + prefix + '_' + generator.secret(KeyFormat.SECRET_LENGTH);
    return new FreshKey(prefix, SecretText.of(body + Checksum.of(body)));
  }
}
