package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Routes.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that speaks rest-json: the method and path of a request select the operation, and an
 * error's code is in the header x-amzn-ErrorType. A principal needs the action {@code
 * SERVICE:OPERATION} on the resource of the request.
 *
 * <p>Format: "AWS restJson1 protocol" in the Smithy specification.
 *
 * @param name the name in the scope of a signature
 */
public record RestJsonService(String name, Routes routes, Resource resource, ErrorModel errors)
    implements LocalService {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";
  private static final Map<String, Integer> COMMON_STATUSES =
      Map.of(
          "AccessDeniedException", 403,
          "InvalidSignatureException", 403,
          "MissingAuthenticationTokenException", 403,
          "UnrecognizedClientException", 403);

  /** Finds the resource that a request is about. */
  public interface Resource {
    /**
     * Returns the resource's ARN, or {@code *} for an operation on no resource.
     *
     * @param path the variables of the path
     */
    String arn(Map<String, String> path, VerifiedRequest call);
  }

  @Override
  public Optional<String> operation(ServiceRequest request) {
    return routes.find(request).map(Route::operation);
  }

  @Override
  public ServiceResponse answer(String operation, VerifiedRequest call) {
    Route route = routes.get(operation);
    Map<String, String> path = route.variables(call.request());
    call.authorize(name + ":" + operation, List.of(resource.arn(path, call)));
    Input input = Input.ofRestJson(call.request(), path, errors);
    ObjectNode output = route.handler().answer(input, call);
    return new ServiceResponse(200, Map.of(CONTENT_TYPE, JSON), Json.bytes(output));
  }

  @Override
  public ServiceResponse error(ServiceError error) {
    String code = errors.code(error);
    int status = errors.statuses().getOrDefault(code, COMMON_STATUSES.getOrDefault(code, 400));
    ObjectNode body = Json.object();
    errors.write(error, body);
    return new ServiceResponse(
        status, Map.of(CONTENT_TYPE, JSON, "x-amzn-ErrorType", code), Json.bytes(body));
  }
}
