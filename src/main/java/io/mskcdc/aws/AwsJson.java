package io.mskcdc.aws;

import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Requests of a service whose operations are a header, with JSON as input and output.
 *
 * <p>Format: "AWS JSON 1.1 protocol" in Smithy's specification.
 */
public final class AwsJson {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AwsService service;
  private final SignedHttp http;
  private final String target;

  /**
   * Opens no connection yet.
   *
   * @param target the service's name and version in the header, such as {@code Logs_20140328}
   */
  public AwsJson(AwsSession session, AwsService service, String target) {
    this.service = service;
    this.http = session.http(service);
    this.target = target;
  }

  /**
   * Sends a request that may be repeated.
   *
   * @param resource the resource, for messages
   */
  public JsonNode send(String operation, String resource, ObjectNode body) {
    return send(operation, resource, body, Optional::empty);
  }

  /**
   * Sends a request.
   *
   * @param resource the resource, for messages
   * @param alreadyApplied called before a repetition if the effect of the previous attempt is
   *     unknown; a value ends the request
   */
  public JsonNode send(
      String operation,
      String resource,
      ObjectNode body,
      Supplier<Optional<JsonNode>> alreadyApplied) {
    return http.send(
        request(operation, resource, body, error -> false),
        response -> tree(operation, response),
        alreadyApplied);
  }

  /**
   * Sends a request that only reads.
   *
   * @param resource the resource, for messages
   * @param absences the types of errors that mean that there is nothing to read
   * @return empty for such an error
   */
  public Optional<JsonNode> read(
      String operation, String resource, ObjectNode body, Set<String> absences) {
    return http.send(
        request(operation, resource, body, error -> absences.contains(error.type())),
        response ->
            response.isSuccess() ? Optional.of(tree(operation, response)) : Optional.empty(),
        Optional::empty);
  }

  private AwsRequest request(
      String operation, String resource, ObjectNode body, Predicate<AwsError> expected) {
    return new AwsRequest(
        operation,
        resource,
        "POST",
        "/",
        Map.of(),
        Map.of(
            "Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target + "." + operation),
        Content.of(body.toString().getBytes(StandardCharsets.UTF_8)),
        TIMEOUT,
        expected,
        sent -> {});
  }

  private JsonNode tree(String operation, AwsResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              AWS_NOT_THE_SERVICE,
              service.endpoint().toString(),
              operation + ": the response is not JSON",
              "check that this is the endpoint of " + service.title() + ", and proxies on the way"),
          e);
    }
  }
}
