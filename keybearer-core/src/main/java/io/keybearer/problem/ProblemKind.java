package io.keybearer.problem;

/** What a caller can do about a problem; edges map each kind to one status. */
public enum ProblemKind {
  /** The request is malformed or breaks a rule; sending it again unchanged cannot help. */
  INVALID,
  /** No credential came, or it was not accepted. */
  UNAUTHENTICATED,
  /** The caller is known and may not do this. */
  FORBIDDEN,
  /** There is no such thing in the caller's reach. */
  NOT_FOUND,
  /** The thing is in a state that rules this out. */
  CONFLICT,
  /** The caller named a version that is no longer the current one. */
  PRECONDITION_FAILED,
  /** The caller has used up what it may use, for a while. */
  EXHAUSTED,
  /** We could not answer; the same request may succeed later. */
  UNAVAILABLE
}
