package io.keybearer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.problem.ConflictException;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.VersionMismatchException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an operation is refused for. */
final class Refusals {
  private Refusals() {}

  static void assertConflict(ProblemCode code, ThrowingCallable operation) {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(operation)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /** All that is wrong, each as {@code path CODE}, in any order. */
  static void assertInvalid(ThrowingCallable operation, String... problems) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(operation)
        .satisfies(
            refused -> assertThat(texts(refused.fields())).containsExactlyInAnyOrder(problems));
  }

  static void assertGrantsTooMuch(ThrowingCallable operation, String... fields) {
    assertThatExceptionOfType(ForbiddenException.class).isThrownBy(operation).satisfies(refused -> {
      assertThat(refused.code()).isEqualTo(ProblemCode.GRANTS_TOO_MUCH);
      assertThat(refused.fields()).extracting(FieldProblem::path).containsExactlyInAnyOrder(fields);
    });
  }

  static void assertPlatformOnly(ThrowingCallable operation) {
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(operation)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.PLATFORM_ONLY));
  }

  static void assertNotFound(ThrowingCallable operation) {
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(operation);
  }

  static void assertAnotherVersion(ThrowingCallable operation) {
    assertThatExceptionOfType(VersionMismatchException.class).isThrownBy(operation);
  }

  private static List<String> texts(List<FieldProblem> problems) {
    return problems.stream()
        .map(problem -> problem.path() + " " + problem.code())
        .toList();
  }
}
