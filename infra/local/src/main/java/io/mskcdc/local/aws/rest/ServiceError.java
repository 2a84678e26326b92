package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error response. Clients see the message, so it must not contain a secret. */
public final class ServiceError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code for a failure of the service itself, unless its model has another. */
  public static final String INTERNAL_FAILURE = "InternalFailure";

  private final String code;
  private final String parameter;
  private final ObjectNode members;

  /**
   * @param code the error's name in the service's model, or in "Common Errors" of its API reference
   */
  public ServiceError(String code, String message) {
    this(code, message, null, Json.object());
  }

  /**
   * @param members the error's members in the service's model, without its message
   */
  public ServiceError(String code, String message, ObjectNode members) {
    this(code, message, null, members);
  }

  /**
   * @param parameter the invalid member of the input; null for none
   */
  ServiceError(String code, String message, String parameter) {
    this(code, message, parameter, Json.object());
  }

  private ServiceError(String code, String message, String parameter, ObjectNode members) {
    super(message);
    this.code = code;
    this.parameter = parameter;
    this.members = members;
  }

  public String code() {
    return code;
  }

  String parameter() {
    return parameter;
  }

  /** Returns the members in the model other than the message. */
  public ObjectNode members() {
    return members;
  }
}
