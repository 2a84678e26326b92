package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * How a service's model names the errors that all services have.
 *
 * @param messageMember the member of an error that holds its message
 * @param parameterMember the member of an error that names the invalid input member; null for none
 * @param malformed the code for input that is not JSON, or a member of the wrong type
 * @param invalid the code for a value that the model does not allow
 * @param notFound the code for a resource that does not exist
 * @param internal the code for a failure of the service itself
 * @param statuses the HTTP status of each code in the model; AWS JSON does not need it
 */
public record ErrorModel(
    String messageMember,
    String parameterMember,
    String malformed,
    String invalid,
    String notFound,
    String internal,
    Map<String, Integer> statuses) {

  /** Returns the model of a service that speaks AWS JSON, where most codes are common. */
  public static ErrorModel ofAwsJson(String messageMember, String invalid, String notFound) {
    return new ErrorModel(
        messageMember,
        null,
        "SerializationException",
        invalid,
        notFound,
        ServiceError.INTERNAL_FAILURE,
        Map.of());
  }

  ServiceError malformedInput(String member, String message) {
    return new ServiceError(malformed, message, member);
  }

  /**
   * @param member the invalid member of the input; null for the input as a whole
   */
  public ServiceError invalidInput(String member, String message) {
    return new ServiceError(invalid, message, member);
  }

  public ServiceError resourceNotFound(String message) {
    return new ServiceError(notFound, message);
  }

  String code(ServiceError error) {
    return error.code().equals(ServiceError.INTERNAL_FAILURE) ? internal : error.code();
  }

  void write(ServiceError error, ObjectNode body) {
    body.put(messageMember, error.getMessage());
    if (parameterMember != null && error.parameter() != null) {
      body.put(parameterMember, error.parameter());
    }
    body.setAll(error.members());
  }
}
