package io.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.KeyType;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.secret.SecretText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
  private static final KeyFormat FORMAT =
      new KeyFormat(KeyBrand.DEFAULT, List.of(new KeyBrand("acme_pay")), Set.of("live", "test"));
  private static final SecretGenerator GENERATOR = new SecretGenerator(new SecureRandom());

  @Test
  void readsEveryVectorAsWritten() throws IOException {
    List<String[]> wanted = vectors("yes");
    assertThat(wanted).hasSizeGreaterThan(20);
    for (String[] fields : wanted) {
      KeyType type = KeyType.fromWireName(fields[3]).orElseThrow();
      String env = fields[4].equals("-") ? null : fields[4];
      assertThat(parse(fields[1]))
          .as(fields[1])
          .contains(new ParsedKey(
              KeyPrefix.of(fields[2]).orElseThrow(), type, env, fields[5].equals("current")));
    }
  }

  @Test
  void refusesEveryVectorThatIsNotAKey() throws IOException {
    List<String[]> unwanted = vectors("no");
    assertThat(unwanted).hasSizeGreaterThan(20);
    for (String[] fields : unwanted) {
      assertThat(parse(fields[1])).as(fields[2]).isEmpty();
    }
  }

  @Test
  void recognisesWhatClaimsToBeAKeyOfOneOfTheBrands() {
    for (String claimed : List.of("kb_u_", "kb_s_nonsense", "kb_y_live_x", "acme_pay_u_1")) {
      assertThat(FORMAT.recognises(SecretText.of(claimed))).as(claimed).isTrue();
    }
    for (String others :
        List.of("", "kb", "kb_u", "kb_x_1", "KB_u_1", "acme_u_1", "eyJhbGciOi.x.y")) {
      assertThat(FORMAT.recognises(SecretText.of(others))).as(others).isFalse();
    }
  }

  @Test
  void refusesTextsOfEveryLengthThatHoldNoKey() {
    for (int length = 0; length < 300; length++) {
      assertThat(parse("_".repeat(length))).isEmpty();
      assertThat(parse("0".repeat(length))).isEmpty();
      assertThat(parse("\uD83D".repeat(length))).isEmpty();
    }
    assertThat(parse("kb_u_".repeat(1_000_000))).isEmpty();
  }

  @Test
  void noticesEverySingleWrongCharacter() {
    Random random = printedSeed();
    for (int round = 0; round < 20; round++) {
      String text = mintedBy(random);
      for (int at = 0; at < text.length(); at++) {
        for (char wrong = ' '; wrong <= '~'; wrong++) {
          if (wrong != text.charAt(at)) {
            String changed = text.substring(0, at) + wrong + text.substring(at + 1);
            assertThat(parse(changed).isPresent()).as(changed).isFalse();
          }
        }
      }
    }
  }

  @Test
  void noticesSwappedNeighboursAndLostOrDoubledCharacters() {
    Random random = printedSeed();
    for (int round = 0; round < 500; round++) {
      String text = mintedBy(random);
      for (int at = 0; at + 1 < text.length(); at++) {
        String before = text.substring(0, at);
        String after = text.substring(at + 2);
        char first = text.charAt(at);
        char second = text.charAt(at + 1);
        if (first != second) {
          assertThat(parse(before + second + first + after).isPresent()).isFalse();
        }
        assertThat(parse(before + first + first + second + after).isPresent()).isFalse();
        assertThat(parse(before + second + after).isPresent()).isFalse();
      }
    }
  }

  @Test
  void noticesTextsCutShortOrLengthened() {
    String text = mintedBy(printedSeed());
    for (int length = 0; length < text.length(); length++) {
      assertThat(parse(text.substring(0, length))).isEmpty();
      assertThat(parse(text.substring(text.length() - length))).isEmpty();
    }
    assertThat(parse(text + " ")).isEmpty();
    assertThat(parse(" " + text)).isEmpty();
    assertThat(parse(text + "\n")).isEmpty();
    assertThat(parse(text + "\u0000")).isEmpty();
  }

  @Test
  void readsTheOldFormOnlyWhileItsBrandIsKnown() {
    KeyFormat before = new KeyFormat(new KeyBrand("old"));
    SecretText text =
        new KeyMint(before, GENERATOR).mint(KeyType.SERVICE, "live").text();
    KeyFormat after =
        new KeyFormat(new KeyBrand("new"), List.of(new KeyBrand("old")), Set.of("live"));

    assertThat(before.parse(text)).get().returns(true, ParsedKey::currentBrand);
    assertThat(after.parse(text)).get().returns(false, ParsedKey::currentBrand);
    assertThat(new KeyFormat(new KeyBrand("new")).parse(text)).isEmpty();
  }

  @Test
  void tellsBrandsApartThatContainEachOther() {
    KeyFormat format = new KeyFormat(
        new KeyBrand("ab"),
        List.of(new KeyBrand("ab_u_s2"), new KeyBrand("ab_test"), new KeyBrand("ab_s_test")),
        Set.of("s", "u", "s2", "test"));
    for (KeyType type : KeyType.values()) {
      for (String env : format.environments()) {
        SecretText text = new KeyMint(format, GENERATOR).mint(type, env).text();
        assertThat(format.parse(text))
            .get()
            .returns(type, ParsedKey::type)
            .returns(env, ParsedKey::env)
            .returns(true, ParsedKey::currentBrand);
      }
    }
  }

  @Test
  void refusesBrandsThatKeysCouldMixUp() {
    assertThatThrownBy(() -> new KeyFormat(KeyBrand.DEFAULT, List.of(new KeyBrand("kb")), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kb_u_")
        .hasMessageContaining("twice");
  }

  @Test
  void refusesEnvironmentsOfAnotherForm() {
    for (String env : List.of("", "Test", "1a", "a_b", "a-b", "a".repeat(17), "é")) {
      assertThatThrownBy(() -> new KeyFormat(KeyBrand.DEFAULT, List.of(), Set.of(env)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("environment");
    }
    assertThat(new KeyFormat(KeyBrand.DEFAULT, List.of(), Set.of("b", "a".repeat(16))))
        .extracting(KeyFormat::environments)
        .hasToString("[" + "a".repeat(16) + ", b]");
  }

  @Test
  void findsKeysInsideOtherTextByTheScannerPattern() throws IOException {
    Pattern pattern = Pattern.compile(FORMAT.scannerPattern());
    for (String[] fields : vectors("yes")) {
      for (String around : List.of("%s", "token=\"%s\";", "https://x.test/?k%%3D%s&y", "_%s_")) {
        assertThat(pattern.matcher(around.formatted(fields[1])).results().map(r -> r.group()))
            .containsExactly(fields[1]);
      }
    }
    assertThat(pattern.matcher("kb_u_test_short_" + "0".repeat(49)).find()).isFalse();
    assertThat(FORMAT.scannerPattern())
        .isEqualTo(
            "(?:kb|acme_pay)_[usy](?:_[a-z][a-z0-9]{0,15})?_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
  }

  private static Optional<ParsedKey> parse(String text) {
    return FORMAT.parse(SecretText.of(text));
  }

  private static String mintedBy(Random random) {
    KeyType type = List.of(KeyType.values()).get(random.nextInt(3));
    String env = new String[] {"live", "test", null}[random.nextInt(3)];
    KeyMint mint = new KeyMint(FORMAT, new SecretGenerator(new Seeded(random)));
    return mint.mint(type, env).text().reveal();
  }

  private static Random printedSeed() {
    long seed = Long.getLong("keybearer.seed", System.nanoTime());
    System.out.println("keys from -Dkeybearer.seed=" + seed);
    return new Random(seed);
  }

  private static List<String[]> vectors(String kind) throws IOException {
    List<String[]> vectors = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(KeyFormatTest.class.getResourceAsStream("keys.txt")),
        StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(kind + " ")) {
          vectors.add(line.split(" ", -1));
        }
      }
    }
    return vectors;
  }

  /** A source that a printed seed can repeat. */
  private static final class Seeded extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Random random;

    Seeded(Random random) {
      this.random = random;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
