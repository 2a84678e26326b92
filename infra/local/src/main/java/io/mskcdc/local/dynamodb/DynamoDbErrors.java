package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import java.util.Map;

/** The errors of DynamoDB, named as in its service model. */
final class DynamoDbErrors {
  static final String NOT_FOUND = "ResourceNotFoundException";
  static final ErrorModel MODEL =
      new ErrorModel(
          "message",
          null,
          "SerializationException",
          "ValidationException",
          NOT_FOUND,
          "InternalServerError",
          Map.of());

  private DynamoDbErrors() {}

  static ServiceError invalid(String message) {
    return MODEL.invalidInput(null, message);
  }

  static ServiceError invalidParameter(String message) {
    return invalid("One or more parameter values were invalid: " + message);
  }

  /**
   * Returns the error for a value that the service's model does not allow.
   *
   * @param member as the service writes it, in lower camel case
   * @param constraint what the value must be, such as {@code have length less than or equal to 5}
   */
  static ServiceError constraint(Object value, String member, String constraint) {
    return invalid(
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, member, constraint));
  }

  /** Returns the error for input that the service has and this emulator lacks. */
  static ServiceError unsupported(String what) {
    return invalid("The local service does not support " + what);
  }

  static ServiceError notFound(String message) {
    return MODEL.resourceNotFound(message);
  }

  /**
   * Returns the error for a condition that does not hold.
   *
   * @param present the item that the error shows; null for none
   */
  static ServiceError conditionFailed(Item present) {
    ObjectNode members = Json.object();
    if (present != null) {
      members.set("Item", AttributeJson.write(present.attributes()));
    }
    return new ServiceError(
        "ConditionalCheckFailedException", "The conditional request failed", members);
  }

  static ServiceError trimmed() {
    return new ServiceError(
        "TrimmedDataAccessException", "The data you are trying to access has been trimmed");
  }

  static ServiceError iteratorExpired() {
    return new ServiceError("ExpiredIteratorException", "Shard iterator has expired");
  }
}
