package io.mskcdc.local.process;

/** A part of the local stack failed; the message names the part and, where known, the next step. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Sets the thread's interrupt flag again and returns the exception to throw. */
  public static StackException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackException("interrupted", e);
  }
}
