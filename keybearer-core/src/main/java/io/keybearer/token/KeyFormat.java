package io.keybearer.token;

import io.keybearer.key.KeyType;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form of every key's text in one installation: {@code
 * <brand>_<type>[_<env>]_<prefix>_<secret><checksum>}, for example {@code
 * kb_u_test_4fJ9…_Zk31…}. The last three parts have fixed lengths, so a text is read from the right,
 * and what is left must be one of the configured heads {@code brand_type[_env]}. Immutable.
 */
public final class KeyFormat {
  /** Characters of the public id. */
  public static final int PREFIX_LENGTH = 12;

  /** Characters of the secret: 256 bits. */
  public static final int SECRET_LENGTH = 43;

  private static final int CLOSED_SECRET = SECRET_LENGTH + Checksum.LENGTH;
  private static final int TAIL = 1 + PREFIX_LENGTH + 1 + CLOSED_SECRET;
  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z][a-z0-9]{0,15}");
  private static final Set<String> DEFAULT_ENVIRONMENTS = Set.of("live", "test");

  private final List<KeyBrand> brands;
  private final SortedSet<String> environments;
  private final Map<String, Head> heads = new HashMap<>();
  private final Head[][] headsByLength;

  /** Makes the format of one brand, with the environments {@code live} and {@code test}. */
  public KeyFormat(KeyBrand brand) {
    this(brand, List.of(), DEFAULT_ENVIRONMENTS);
  }

  /**
   * Makes a format.
   *
   * @param current the brand of new keys
   * @param retired brands that old keys still bear
   * @param environments the allowed environments, each {@code [a-z][a-z0-9]{0,15}}; a key may always
   *     be without one
   * @throws IllegalArgumentException when an environment has another form, or two combinations make
   *     the same head, so that a text could be read in two ways
   */
  public KeyFormat(KeyBrand current, List<KeyBrand> retired, Set<String> environments) {
    brands = new ArrayList<>(List.of(current));
    brands.addAll(retired);
    this.environments = Collections.unmodifiableSortedSet(checked(environments));
    for (KeyBrand brand : brands) {
      for (KeyType type : KeyType.values()) {
        add(new Head(brand, type, null));
        this.environments.forEach(env -> add(new Head(brand, type, env)));
      }
    }
    headsByLength = byLength(heads);
  }

  /** The environments a key may be for, in alphabetical order. */
  public SortedSet<String> environments() {
    return environments;
  }

  /** The brand of new keys. */
  public KeyBrand brand() {
    return brands.get(0);
  }

  /** All brands that keys bear: of new ones first, then those retired. */
  public List<KeyBrand> brands() {
    return List.copyOf(brands);
  }

  /**
   * Reads a text: lengths, separators, alphabet, head and checksum. Touches no store, and takes
   * about as long as the checksum.
   *
   * @return nothing when the text is not a key of this form, whatever the reason
   */
  public Optional<ParsedKey> parse(SecretText presented) {
    byte[] text = presented.revealBytes();
    Head head = head(text);
    if (head == null) {
      return Optional.empty();
    }
    int prefixAt = head.bytes.length + 1;
    boolean whole = Base62.isIn(text, prefixAt, PREFIX_LENGTH)
        && Base62.isIn(text, prefixAt + PREFIX_LENGTH + 1, CLOSED_SECRET)
        && Checksum.closes(text);
    return whole
        ? Optional.of(new ParsedKey(
            KeyPrefix.at(text, prefixAt), head.type, head.env, head.brand.equals(brand())))
        : Optional.empty();
  }

  /**
   * Reads what of a text says which key it is: lengths, separators and head, but neither alphabet nor
   * checksum. Enough to look for the key in memory, whose hash then vouches for the rest: no other
   * text has it. Whoever finds no key, or another hash, has to {@link #parse}.
   *
   * @return null when the text is not a key of this form; when it is one, its prefix
   */
  public @Nullable KeyPrefix outline(SecretText presented) {
    byte[] text = presented.revealBytes();
    Head head = head(text);
    return head == null ? null : KeyPrefix.at(text, head.bytes.length + 1);
  }

  /** The head of a text whose lengths and separators are those of a key; null when it has none. */
  private @Nullable Head head(byte[] text) {
    int length = text.length - TAIL;
    if (length < 0
        || length >= headsByLength.length
        || text[length] != '_'
        || text[length + 1 + PREFIX_LENGTH] != '_') {
      return null;
    }
    for (Head head : headsByLength[length]) {
      if (head.begins(text)) {
        return head;
      }
    }
    return null;
  }

  /**
   * Whether a text claims to be a key, good or not: it begins as the keys of one of the brands do.
   * So a server that takes other tokens too can tell them apart.
   */
  public boolean recognises(SecretText presented) {
    byte[] text = presented.revealBytes();
    for (Head head : heads.values()) {
      if (head.env == null && head.begins(text) && text.length > head.bytes.length) {
        return text[head.bytes.length] == '_';
      }
    }
    return false;
  }

  /**
   * The regular expression to give to secret scanners: it finds the keys of all brands, in any
   * environment. It has no anchors, so that a key inside an address or between quotes is found too,
   * and uses only what RE2, PCRE and Java have in common. A scanner that can should check the
   * checksum of what it finds.
   */
  public String scannerPattern() {
    return brands.stream().map(KeyBrand::text).collect(Collectors.joining("|", "(?:", ")"))
        + "_[usy](?:_[a-z][a-z0-9]{0,15})?_[0-9A-Za-z]{"
        + PREFIX_LENGTH
        + "}_[0-9A-Za-z]{"
        + CLOSED_SECRET
        + "}";
  }

  /** The text before the prefix of a new key. */
  String head(KeyType type, @Nullable String env) {
    if (env != null && !environments.contains(env)) {
      throw new InvalidValueException(ProblemCode.UNKNOWN_VALUE, String.join(", ", environments));
    }
    return new Head(brand(), type, env).text;
  }

  private void add(Head head) {
    if (heads.putIfAbsent(head.text, head) != null) {
      throw new IllegalArgumentException(
          "expected brands and environments that no key could mix up, but two of them make keys"
              + " begin with "
              + head.text
              + "_; is a brand there twice?");
    }
  }

  private static Head[][] byLength(Map<String, Head> heads) {
    int longest = heads.keySet().stream().mapToInt(String::length).max().orElseThrow();
    Head[][] byLength = new Head[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      byLength[length] =
          heads.values().stream().filter(head -> head.text.length() == wanted).toArray(Head[]::new);
    }
    return byLength;
  }

  private static SortedSet<String> checked(Set<String> environments) {
    for (String env : environments) {
      if (!ENVIRONMENT.matcher(env).matches()) {
        throw new IllegalArgumentException(
            "expected an environment of the form [a-z][a-z0-9]{0,15} such as test, got " + env);
      }
    }
    return new TreeSet<>(environments);
  }

  /** One allowed combination of brand, type and environment. */
  private static final class Head {
    private final KeyBrand brand;
    private final KeyType type;
    private final @Nullable String env;
    private final String text;
    private final byte[] bytes;

    Head(KeyBrand brand, KeyType type, @Nullable String env) {
      this.brand = brand;
      this.type = type;
      this.env = env;
      this.text = brand.text() + '_' + type.letter() + (env == null ? "" : '_' + env);
      this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean begins(byte[] key) {
      return key.length >= bytes.length
          && Arrays.equals(key, 0, bytes.length, bytes, 0, bytes.length);
    }
  }
}
