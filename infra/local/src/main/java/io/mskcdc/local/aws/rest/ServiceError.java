package io.mskcdc.local.aws.rest;

/** Why a request is refused. Its message goes to the client, so it holds no value. */
public class ServiceError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a service of AWS calls a failure of its own. */
  public static final String INTERNAL_FAILURE = "InternalFailure";

  private final String code;

  /**
   * @param code the error's name in the service's model, or in "Common Errors" of its API reference
   */
  public ServiceError(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
