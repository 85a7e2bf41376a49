package io.keybearer.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Knows by the name of a field, a header or a parameter whether what it holds is secret. Case,
 * hyphens, underscores, dots, brackets and spaces make no difference, and names that hold such a name
 * count too: {@code user_password}, {@code X-Api-Key}, {@code clientSecret}. Immutable.
 */
final class FieldNames {
  /** Secret wherever they stand in a name. */
  private static final List<String> PARTS = List.of(
      "password",
      "passwd",
      "passphrase",
      "passcode",
      "passwort",
      "secret",
      "authorization",
      "authentication",
      "apikey",
      "accesskey",
      "privatekey",
      "signingkey",
      "encryptionkey",
      "masterkey",
      "cookie",
      "credential",
      "cardnumber",
      "creditcard",
      "cardno",
      "accountnumber",
      "accesstoken",
      "refreshtoken",
      "idtoken",
      "authtoken",
      "sessiontoken",
      "sessionid",
      "csrf",
      "xsrf",
      "clientassertion",
      "connectionstring",
      "socialsecurity",
      "securitycode",
      "verificationcode",
      "keybearergateway",
      "samlresponse",
      "mnemonic",
      "proxyauth");

  /** Secret at the end of a name. */
  private static final List<String> ENDS = List.of("token", "pwd", "jwt", "cvv", "cvc");

  /** Secret as a word of a name; elsewhere they are parts of harmless ones. */
  private static final Set<String> WORDS = Set.of(
      "token", "pwd", "pass", "pw", "pin", "pan", "cvv", "cvv2", "cvc", "cvc2", "csc", "ssn", "jwt",
      "otp", "totp", "mfa", "auth", "bearer", "sid", "session", "iban");

  /** Secret when they are the whole name; in others, such as {@code max_tokens}, they are not. */
  private static final Set<String> WHOLE = Set.of("tokens", "pins", "code2fa", "2fa");

  /** Longer names are looked at by their end. */
  private static final int LONGEST = 200;

  private static final int SHORTEST_PART = 4;

  private final List<String> parts = new ArrayList<>(PARTS);
  private final Set<String> words;

  /**
   * Makes one that knows further names too.
   *
   * @param further names in any spelling; those of fewer than four letters count as words of a name
   */
  FieldNames(Collection<String> further) {
    List<String> shortNames = new ArrayList<>(WORDS);
    for (String name : further) {
      String squeezed = squeezed(name);
      if (squeezed.length() >= SHORTEST_PART) {
        parts.add(squeezed);
      } else if (!squeezed.isEmpty()) {
        shortNames.add(squeezed);
      }
    }
    words = Set.copyOf(shortNames);
  }

  /** Whether what stands under this name is secret. */
  boolean isSecret(String name) {
    String end = name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
    String squeezed = squeezed(end);
    if (squeezed.length() < 2) {
      return false;
    }
    for (String part : parts) {
      if (squeezed.contains(part)) {
        return true;
      }
    }
    for (String last : ENDS) {
      if (squeezed.endsWith(last)) {
        return true;
      }
    }
    return WHOLE.contains(squeezed) || words.contains(squeezed) || hasSecretWord(end);
  }

  private boolean hasSecretWord(String name) {
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      boolean ends = i == name.length() || !Character.isLetterOrDigit(name.charAt(i));
      boolean rises = !ends
          && i > start
          && Character.isUpperCase(name.charAt(i))
          && !Character.isUpperCase(name.charAt(i - 1));
      if (ends || rises) {
        if (words.contains(name.substring(start, i).toLowerCase(Locale.ROOT))) {
          return true;
        }
        start = ends ? i + 1 : i;
      }
    }
    return false;
  }

  /** Letters and digits alone, in lower case. */
  static String squeezed(String name) {
    StringBuilder squeezed = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        squeezed.append(Character.toLowerCase(c));
      }
    }
    return squeezed.toString();
  }
}
