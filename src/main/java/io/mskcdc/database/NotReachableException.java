package io.mskcdc.database;

/** This machine cannot read from a database. The message gives the reason and holds no secret. */
public final class NotReachableException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotReachableException(String message) {
    super(message);
  }
}
