package io.mskcdc.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.ServiceResponse;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A service with the protocol AWS JSON 1.1: {@code POST /} with the operation in X-Amz-Target, and
 * status 400 for whatever is the client's fault.
 *
 * @param target what stands before an operation's name, without the dot
 * @param message the member of an error that holds its text; the services' models differ
 */
record JsonService(String name, String target, String message, Map<String, Operation> operations)
    implements LocalService {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An operation: from its input to its output, as the service's model names their members. */
  interface Operation {
    ObjectNode apply(JsonInput input, VerifiedRequest call);
  }

  static ObjectNode output() {
    return JsonNodeFactory.instance.objectNode();
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
    Operation known = operations.get(operation);
    if (known == null) {
      throw new ServiceError(
          "UnknownOperationException",
          "of this service only these operations are here: " + new TreeSet<>(operations.keySet()));
    }
    return response(200, known.apply(JsonInput.parse(call.request().body()), call));
  }

  @Override
  public ServiceResponse refusal(ServiceError error) {
    return response(
        error.code().equals(ServiceError.INTERNAL_FAILURE) ? 500 : 400,
        output().put("__type", error.code()).put(message, error.getMessage()));
  }

  private static ServiceResponse response(int status, ObjectNode body) {
    try {
      return new ServiceResponse(
          status,
          Map.of("Content-Type", "application/x-amz-json-1.1"),
          JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
