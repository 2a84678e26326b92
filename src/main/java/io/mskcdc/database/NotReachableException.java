package io.mskcdc.database;

import io.mskcdc.problem.Check;
import java.util.Optional;

/** This machine cannot read from a database. The message gives the reason and holds no secret. */
public final class NotReachableException extends Exception {
  private static final long serialVersionUID = 1L;

  // Null if nobody can say what mends it.
  private final transient Check check;

  public NotReachableException(String message) {
    this(message, null);
  }

  /**
   * @param check the failed check that says what mends it, or null
   */
  NotReachableException(String message, Check check) {
    super(message);
    this.check = check;
  }

  /** Returns the failed check that says what mends it; empty if the database was not tried. */
  public Optional<Check> check() {
    return Optional.ofNullable(check);
  }
}
