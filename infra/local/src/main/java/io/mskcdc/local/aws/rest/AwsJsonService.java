package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A service that speaks AWS JSON, 1.0 or 1.1: each request is {@code POST /} with the operation in
 * the header X-Amz-Target, and an error is 400, or 500 if the service itself failed.
 *
 * <p>Format: "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol" in the Smithy specification.
 *
 * @param name the name in the scope of a signature
 * @param protocol the version of the protocol
 * @param target the prefix of X-Amz-Target, without the dot
 * @param operations by name
 * @param maxBody the size of the largest body, in bytes
 */
public record AwsJsonService(
    String name,
    Protocol protocol,
    String target,
    ErrorModel errors,
    Map<String, ServiceOperation> operations,
    int maxBody)
    implements LocalService {

  public AwsJsonService(
      String name,
      Protocol protocol,
      String target,
      ErrorModel errors,
      Map<String, ServiceOperation> operations) {
    this(name, protocol, target, errors, operations, DEFAULT_MAX_BODY);
  }

  /**
   * A version of AWS JSON.
   *
   * @param errorPrefix the text before the error's name in its type
   */
  public record Protocol(String version, String errorPrefix) {
    /** Version 1.1, where an error's type is its name. */
    public static final Protocol V1_1 = new Protocol("1.1", "");

    /**
     * Returns version 1.0, where an error's type is its absolute shape ID.
     *
     * @param namespace of the service's model, such as {@code com.amazonaws.dynamodb.v20120810}
     */
    public static Protocol v1_0(String namespace) {
      return new Protocol("1.0", namespace + "#");
    }

    private String contentType() {
      return "application/x-amz-json-" + version;
    }
  }

  @Override
  public Optional<String> operation(ServiceRequest request) {
    return request
        .header("x-amz-target")
        .filter(value -> value.startsWith(target + "."))
        .map(value -> value.substring(target.length() + 1));
  }

  @Override
  public ServiceResponse answer(String operation, VerifiedRequest call) {
    ServiceOperation known = operations.get(operation);
    if (known == null) {
      throw new ServiceError(
          "UnknownOperationException",
          "the local service has only the operations " + new TreeSet<>(operations.keySet()));
    }
    return response(200, known.answer(Input.ofAwsJson(call.request(), errors), call));
  }

  @Override
  public ServiceResponse error(ServiceError error) {
    String code = errors.code(error);
    ObjectNode body = Json.object().put("__type", protocol.errorPrefix() + code);
    errors.write(error, body);
    return response(code.equals(errors.internal()) ? 500 : 400, body);
  }

  private ServiceResponse response(int status, ObjectNode body) {
    return new ServiceResponse(
        status, Map.of("Content-Type", protocol.contentType()), Json.bytes(body));
  }
}
