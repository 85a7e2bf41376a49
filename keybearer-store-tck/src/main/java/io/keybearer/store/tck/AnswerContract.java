package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.RememberedAnswer.Name;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request that comes twice is answered once and remembered. */
public abstract class AnswerContract extends ContractPart {
  private static final Name NAME = new Name("caller", "POST /v1/keys", "key");

  @Test
  void recallsWhatWasRemembered() {
    assertThat(recall(NAME)).isEmpty();
    RememberedAnswer answer = answer("é\"\\\n".repeat(13_000));
    remember(NAME, answer);
    assertThat(recall(NAME)).contains(answer);
    reopen();
    assertThat(recall(NAME)).contains(answer);
  }

  @Test
  void recallsWithinTheTransactionThatRemembers() {
    RememberedAnswer answer = answer("{}");
    write(tx -> {
      assertThat(tx.recall(NAME)).isEmpty();
      tx.remember(NAME, answer);
      assertThat(tx.recall(NAME)).contains(answer);
    });
  }

  @Test
  void keepsAnswersApartByEachPartOfTheName() {
    RememberedAnswer answer = answer("{}");
    remember(NAME, answer);
    for (Name other : List.of(
        new Name("other", NAME.route(), NAME.key()),
        new Name(NAME.caller(), "POST /v1/companies", NAME.key()),
        new Name(NAME.caller(), NAME.route(), "KEY"),
        new Name(NAME.caller(), NAME.route(), "~".repeat(255)))) {
      assertThat(recall(other)).as("%s", other).isEmpty();
      remember(other, answer(other.key()));
    }
    assertThat(recall(NAME)).contains(answer);
  }

  @Test
  void isNoAdministrativeChange() {
    long head = head();
    remember(NAME, answer("{}"));
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void forgetsAnswersFirstGivenBeforeAnInstant() {
    RememberedAnswer old = answer("old");
    RememberedAnswer young = new RememberedAnswer("digest", "young", old.at().plusMillis(1));
    Name other = new Name("caller", "POST /v1/keys", "other");
    remember(NAME, old);
    remember(other, young);
    assertThat(store.forgetAnswers(old.at())).isZero();
    assertThat(store.forgetAnswers(young.at())).isEqualTo(1);
    assertThat(recall(NAME)).isEmpty();
    assertThat(recall(other)).contains(young);
    remember(NAME, young);
    assertThat(recall(NAME)).contains(young);
  }

  @Test
  void isRememberedByOneOfManyAtOnceAndRecalledByTheOthers() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Name name = new Name("caller", "POST /v1/keys", "round " + round);
      List<Optional<RememberedAnswer>> recalled = Race.of(
          8,
          caller -> store
              .write(tx -> {
                Optional<RememberedAnswer> before = tx.recall(name);
                if (before.isEmpty()) {
                  tx.remember(name, answer("by " + caller));
                }
                return before;
              })
              .value());
      RememberedAnswer kept = recall(name).orElseThrow();
      assertThat(Collections.frequency(recalled, Optional.empty())).isEqualTo(1);
      assertThat(Collections.frequency(recalled, Optional.of(kept))).isEqualTo(7);
      int winner = recalled.indexOf(Optional.<RememberedAnswer>empty());
      assertThat(kept.answer()).isEqualTo("by " + winner);
    }
  }

  private Optional<RememberedAnswer> recall(Name name) {
    return store.write(tx -> tx.recall(name)).value();
  }

  private void remember(Name name, RememberedAnswer answer) {
    write(tx -> {
      assertThat(tx.recall(name)).isEmpty();
      tx.remember(name, answer);
    });
  }

  private RememberedAnswer answer(String text) {
    return new RememberedAnswer("digest", text, some.now());
  }
}
