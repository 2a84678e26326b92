package io.mskcdc.local.aws.rest;

/** An error response. Clients see the message, so it must not contain a secret. */
public final class ServiceError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code for a failure of the service itself, unless its model has another. */
  public static final String INTERNAL_FAILURE = "InternalFailure";

  private final String code;
  private final String parameter;

  /**
   * @param code the error's name in the service's model, or in "Common Errors" of its API reference
   */
  public ServiceError(String code, String message) {
    this(code, message, null);
  }

  /**
   * @param parameter the invalid member of the input; null for none
   */
  ServiceError(String code, String message, String parameter) {
    super(message);
    this.code = code;
    this.parameter = parameter;
  }

  public String code() {
    return code;
  }

  String parameter() {
    return parameter;
  }
}
