package io.mskcdc.database;

/** This machine cannot ask the database; the message says why and holds no secret. */
public final class NotReachableException extends Exception {
  private static final long serialVersionUID = 1L;

  NotReachableException(String message) {
    super(message);
  }
}
