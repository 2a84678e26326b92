package io.mskcdc.lambda;

/** A change that a {@link RowHandler} could not apply. All changes before it were applied. */
public final class ChangeFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RowChange change;
  private final boolean permanent;

  private ChangeFailedException(
      RowChange change, boolean permanent, String message, Throwable cause) {
    super(message, cause);
    this.change = change;
    this.permanent = permanent;
  }

  /** Returns the failure of a change that may succeed later: its partition comes again from it. */
  public static ChangeFailedException retryable(RowChange change, Throwable cause) {
    return new ChangeFailedException(change, false, String.valueOf(cause.getMessage()), cause);
  }

  /**
   * Returns the failure of a change that no retry can apply: its record is set aside.
   *
   * @param code a stable code
   * @param problem why, without values of columns
   */
  public static ChangeFailedException permanent(RowChange change, String code, String problem) {
    return new ChangeFailedException(change, true, code + ": " + problem, null);
  }

  RowChange change() {
    return change;
  }

  boolean isPermanent() {
    return permanent;
  }
}
