package io.mskcdc.local.msk;

import io.mskcdc.local.aws.AwsError;

/** An error of the service's own model. */
final class Refusal extends AwsError {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  private Refusal(String code, String parameter, String message) {
    super(code, message);
    this.parameter = parameter;
  }

  /**
   * @param parameter the input's member that is wrong; null for none
   */
  static Refusal badRequest(String parameter, String message) {
    return new Refusal("BadRequestException", parameter, message);
  }

  static Refusal notFound(String message) {
    return new Refusal("NotFoundException", null, message);
  }

  static Refusal conflict(String message) {
    return new Refusal("ConflictException", null, message);
  }

  static Refusal limitReached(String message) {
    return new Refusal("TooManyRequestsException", null, message);
  }

  String parameter() {
    return parameter;
  }
}
