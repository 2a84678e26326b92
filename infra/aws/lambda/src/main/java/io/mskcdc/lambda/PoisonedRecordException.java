package io.mskcdc.lambda;

/** A record that is no row of the contract. The message begins with a stable code. */
final class PoisonedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  PoisonedRecordException(String code, String problem) {
    super(code + ": " + problem);
  }
}
