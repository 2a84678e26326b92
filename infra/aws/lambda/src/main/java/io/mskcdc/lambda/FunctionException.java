package io.mskcdc.lambda;

/** An error that fails an invocation. Its message begins with a stable code of docs/lambda.md. */
public final class FunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  FunctionException(String code, String problem, String next) {
    this(code, problem, next, null);
  }

  FunctionException(String code, String problem, String next, Throwable cause) {
    super(code + ": " + problem + "; " + next, cause);
    this.code = code;
  }

  /** Returns the code, such as {@code lambda-variable-missing}. */
  public String code() {
    return code;
  }
}
