package io.mskcdc.local.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.LocalService;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.aws.rest.ServiceRequest;
import io.mskcdc.local.aws.rest.ServiceResponse;
import io.mskcdc.local.aws.rest.VerifiedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service {@code kafkaconnect} in its protocol, rest-json: which request is which operation,
 * and how errors are written.
 *
 * <p>Format: the service model of 2021-09-14, and "Amazon MSK Connect API Reference".
 */
final class MskConnectService implements LocalService {
  static final String NAME = "kafkaconnect";

  private static final String ARN = "([^/]+)";
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("BadRequestException", 400),
          Map.entry("UnauthorizedException", 401),
          Map.entry("ForbiddenException", 403),
          Map.entry("NotFoundException", 404),
          Map.entry("ConflictException", 409),
          Map.entry("TooManyRequestsException", 429),
          Map.entry("InternalServerErrorException", 500),
          Map.entry("ServiceUnavailableException", 503),
          // Those of every service, which come before its own.
          Map.entry("AccessDeniedException", 403),
          Map.entry("InvalidSignatureException", 403),
          Map.entry("MissingAuthenticationTokenException", 403),
          Map.entry("UnrecognizedClientException", 403));

  private final List<Route> routes = new ArrayList<>();

  private interface Handler {
    ObjectNode answer(Input input, VerifiedRequest call);
  }

  private record Route(String operation, String method, Pattern path, Handler handler) {
    Matcher match(ServiceRequest request) {
      return path.matcher(request.path());
    }
  }

  MskConnectService(
      Connectors connectors, CustomPlugins plugins, WorkerConfigurations workers, Tags tags) {
    String one = "connectors/" + ARN;
    add("CreateConnector", "POST", "connectors", connectors::create);
    add("ListConnectors", "GET", "connectors", (input, call) -> connectors.list(input));
    add("DescribeConnector", "GET", one, (input, call) -> connectors.describe(input));
    add("UpdateConnector", "PUT", one, (input, call) -> connectors.update(input));
    add("DeleteConnector", "DELETE", one, (input, call) -> connectors.delete(input));
    add("PauseConnector", "PUT", one + "/pause", (input, call) -> connectors.pause(input));
    add("ResumeConnector", "PUT", one + "/resume", (input, call) -> connectors.resume(input));
    add("RestartConnector", "POST", one + "/restart", (input, call) -> connectors.restart(input));
    add(
        "ListConnectorOperations",
        "GET",
        one + "/operations",
        (input, call) -> connectors.listOperations(input));
    add(
        "DescribeConnectorOperation",
        "GET",
        "connectorOperations/" + ARN,
        (input, call) -> connectors.describeOperation(input));

    one = "custom-plugins/" + ARN;
    add("CreateCustomPlugin", "POST", "custom-plugins", plugins::create);
    add("ListCustomPlugins", "GET", "custom-plugins", (input, call) -> plugins.list(input));
    add("DescribeCustomPlugin", "GET", one, (input, call) -> plugins.describe(input));
    add(
        "DeleteCustomPlugin",
        "DELETE",
        one,
        (input, call) -> plugins.delete(input, connectors::use));

    one = "worker-configurations/" + ARN;
    add("CreateWorkerConfiguration", "POST", "worker-configurations", workers::create);
    add(
        "ListWorkerConfigurations",
        "GET",
        "worker-configurations",
        (input, call) -> workers.list(input));
    add("DescribeWorkerConfiguration", "GET", one, (input, call) -> workers.describe(input));
    add(
        "DeleteWorkerConfiguration",
        "DELETE",
        one,
        (input, call) -> workers.delete(input, connectors::use));

    TagOperations tagged =
        new TagOperations(tags, arn -> connectors.has(arn) || plugins.has(arn) || workers.has(arn));
    one = "tags/" + ARN;
    add("TagResource", "POST", one, (input, call) -> tagged.tag(input));
    add("UntagResource", "DELETE", one, (input, call) -> tagged.untag(input));
    add("ListTagsForResource", "GET", one, (input, call) -> tagged.list(input));
  }

  private void add(String operation, String method, String path, Handler handler) {
    routes.add(new Route(operation, method, Pattern.compile("/v1/" + path), handler));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> operation(ServiceRequest request) {
    return routes.stream()
        .filter(route -> route.method().equals(request.method()))
        .filter(route -> route.match(request).matches())
        .map(Route::operation)
        .findFirst();
  }

  @Override
  public ServiceResponse answer(String operation, VerifiedRequest call) {
    Route route =
        routes.stream()
            .filter(each -> each.operation().equals(operation))
            .findFirst()
            .orElseThrow();
    Matcher path = route.match(call.request());
    String arn = path.matches() && path.groupCount() == 1 ? Input.decode(path.group(1)) : null;
    call.authorize(NAME + ":" + operation, List.of(arn == null ? "*" : arn));
    return response(200, Map.of(), route.handler().answer(Input.of(call.request(), arn), call));
  }

  @Override
  public ServiceResponse refusal(ServiceError error) {
    String code =
        error.code().equals("InternalFailure") ? "InternalServerErrorException" : error.code();
    ObjectNode body = Json.object().put("message", error.getMessage());
    if (error instanceof MskConnectError refusal && refusal.parameter() != null) {
      body.put("invalidParameter", refusal.parameter());
    }
    return response(STATUSES.getOrDefault(code, 400), Map.of("x-amzn-ErrorType", code), body);
  }

  private static ServiceResponse response(
      int status, Map<String, String> headers, ObjectNode body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new ServiceResponse(status, all, Json.bytes(body));
  }
}
