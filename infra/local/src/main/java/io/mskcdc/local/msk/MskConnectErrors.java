package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.ServiceError;
import java.util.Map;

/** The errors of the service's model. */
final class MskConnectErrors {
  private static final String BAD_REQUEST = "BadRequestException";
  private static final String NOT_FOUND = "NotFoundException";
  private static final String CONFLICT = "ConflictException";
  private static final String TOO_MANY_REQUESTS = "TooManyRequestsException";
  private static final String INTERNAL = "InternalServerErrorException";

  static final ErrorModel MODEL =
      new ErrorModel(
          "message",
          "invalidParameter",
          BAD_REQUEST,
          BAD_REQUEST,
          NOT_FOUND,
          INTERNAL,
          Map.of(
              BAD_REQUEST, 400,
              NOT_FOUND, 404,
              CONFLICT, 409,
              TOO_MANY_REQUESTS, 429,
              INTERNAL, 500));

  private MskConnectErrors() {}

  /**
   * @param parameter the invalid member of the input; null for none
   */
  static ServiceError badRequest(String parameter, String message) {
    return MODEL.invalidInput(parameter, message);
  }

  static ServiceError notFound(String message) {
    return MODEL.resourceNotFound(message);
  }

  static ServiceError conflict(String message) {
    return new ServiceError(CONFLICT, message);
  }

  static ServiceError quotaReached(String message) {
    return new ServiceError(TOO_MANY_REQUESTS, message);
  }
}
