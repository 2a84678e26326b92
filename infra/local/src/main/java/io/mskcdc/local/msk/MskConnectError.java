package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.ServiceError;

/** An error of the service's own model. */
final class MskConnectError extends ServiceError {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  private MskConnectError(String code, String parameter, String message) {
    super(code, message);
    this.parameter = parameter;
  }

  /**
   * @param parameter the input's member that is wrong; null for none
   */
  static MskConnectError badRequest(String parameter, String message) {
    return new MskConnectError("BadRequestException", parameter, message);
  }

  static MskConnectError notFound(String message) {
    return new MskConnectError("NotFoundException", null, message);
  }

  static MskConnectError conflict(String message) {
    return new MskConnectError("ConflictException", null, message);
  }

  static MskConnectError limitReached(String message) {
    return new MskConnectError("TooManyRequestsException", null, message);
  }

  String parameter() {
    return parameter;
  }
}
