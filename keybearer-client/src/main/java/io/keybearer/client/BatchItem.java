package io.keybearer.client;

import java.util.List;

/** What a batch of verifications says of one request: a verdict, or why there is none. */
public sealed interface BatchItem {
  /**
   * The verdict.
   *
   * @throws ServerProblemException when there is none, which is neither an acceptance nor a denial
   */
  VerificationView orThrow();

  /**
   * Whether the key may be used.
   *
   * @param view the verdict, as if this one had been asked for alone
   */
  record Answered(VerificationView view) implements BatchItem {
    @Override
    public VerificationView orThrow() {
      return view;
    }
  }

  /**
   * It is not known whether the key may be used.
   *
   * @param status what the server would have answered to this one alone: 503 may pass
   * @param code the stable name of the problem
   * @param detail what happened and what to do, for people
   * @param errors the fields that are wrong, their paths from the whole batch: {@code items[3].cost}
   */
  record Unanswered(int status, String code, String detail, List<FieldError> errors)
      implements BatchItem {
    /** Copies the list. */
    public Unanswered {
      errors = List.copyOf(errors);
    }

    @Override
    public VerificationView orThrow() {
      throw ServerProblemException.of(this);
    }

    private static Unanswered read(JsonMembers json) {
      return new Unanswered(
          json.integer("status"),
          json.text("code"),
          json.text("detail"),
          json.objects("errors", FieldError::read));
    }
  }

  /** Reads one item of an answer. */
  static BatchItem read(JsonMembers json) {
    Unanswered problem = json.objectOrNull("problem", Unanswered::read);
    return problem == null ? new Answered(VerificationView.read(json)) : problem;
  }
}
