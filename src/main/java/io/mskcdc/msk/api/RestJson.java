package io.mskcdc.msk.api;

import static io.mskcdc.problem.ErrorCode.AWS_NOT_THE_SERVICE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.mskcdc.aws.AwsError;
import io.mskcdc.aws.AwsRequest;
import io.mskcdc.aws.AwsResponse;
import io.mskcdc.aws.AwsService;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.aws.Content;
import io.mskcdc.aws.SignedHttp;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Requests of a service that takes and returns JSON.
 *
 * <p>Format: the service's model, "AWS restJson1 protocol" in Smithy's specification.
 */
final class RestJson {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String NEXT_TOKEN = "nextToken";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(new SimpleModule().addDeserializer(Instant.class, new Iso8601()));

  private final AwsService service;
  private final SignedHttp http;

  RestJson(AwsSession session, AwsService service) {
    this.service = service;
    this.http = session.http(service);
  }

  RetryPolicy policy() {
    return http.policy();
  }

  /**
   * Sends a GET of one resource; empty where there is none.
   *
   * @param isWhole whether a response has what the deployer reads: the model requires no member
   */
  <T> Optional<T> describe(
      String operation, String collection, String arn, Class<T> type, Predicate<T> isWhole) {
    return http.send(
        call(operation, arn, "GET", path(collection, arn), Map.of(), null),
        response ->
            response.isSuccess()
                ? Optional.of(converted(operation, tree(response), type, isWhole))
                : Optional.empty(),
        Optional::empty);
  }

  /** Sends a DELETE of one resource. Returns whether there was one. */
  boolean delete(String operation, String collection, String arn) {
    return http.send(
        call(operation, arn, "DELETE", path(collection, arn), Map.of(), null),
        AwsResponse::isSuccess,
        Optional::empty);
  }

  /**
   * Sends a request that creates something, and returns its ARN.
   *
   * @param member the member of the response that holds the ARN
   * @param existing finds the ARN where the response was lost
   */
  String create(AwsRequest request, String member, Supplier<Optional<String>> existing) {
    return http.send(request, response -> tree(response).path(member).asText(), existing);
  }

  /**
   * Sends a GET for each page of a list.
   *
   * @param member the member of the response that holds the list
   * @param isWhole like that of {@link #describe}, for an element
   */
  <T> List<T> list(
      String operation,
      String resource,
      String path,
      Map<String, List<String>> query,
      String member,
      Class<T> type,
      Predicate<T> isWhole) {
    List<T> all = new ArrayList<>();
    Map<String, List<String>> page = new LinkedHashMap<>(query);
    String shown = resource.isEmpty() ? service.title() : resource;
    while (true) {
      JsonNode body = send(call(operation, shown, "GET", path, page, null), found -> found);
      // The model permits a response without the list.
      JsonNode list = body.path(member);
      if (!body.isObject() || !(list.isArray() || list.isMissingNode() || list.isNull())) {
        throw new ProblemException(
            notTheService("the response to " + operation + " has no list " + member));
      }
      list.forEach(element -> all.add(converted(operation, element, type, isWhole)));
      String next = body.path(NEXT_TOKEN).asText("");
      if (next.isEmpty()) {
        return all;
      }
      if (List.of(next).equals(page.put(NEXT_TOKEN, List.of(next)))) {
        throw new ProblemException(
            notTheService("the response to " + operation + " names itself as its next page"));
      }
    }
  }

  /** Sends a request that may be repeated, and reads the body of its response. */
  <T> T send(AwsRequest request, Function<JsonNode, T> read) {
    return http.send(request, response -> read.apply(tree(response)), Optional::empty);
  }

  /**
   * Builds a request.
   *
   * @param resource the resource, for messages
   * @param body null for none
   */
  AwsRequest call(
      String operation,
      String resource,
      String method,
      String path,
      Map<String, List<String>> query,
      Object body) {
    boolean mayBeAbsent = operation.startsWith("Describe") || operation.startsWith("Delete");
    return new AwsRequest(
        operation,
        resource,
        method,
        path,
        query,
        body == null ? Map.of() : Map.of("Content-Type", "application/json"),
        body == null ? null : Content.of(bytes(body)),
        TIMEOUT,
        error -> mayBeAbsent && isAbsence(error),
        sent -> {});
  }

  static String path(String collection, String arn) {
    return collection + "/" + AwsRequest.encoded(arn);
  }

  private static boolean isAbsence(AwsError error) {
    return error.status() == 404 && error.type().equals("NotFoundException");
  }

  private static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers cannot fail to be written", e);
    }
  }

  private JsonNode tree(AwsResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new ProblemException(
          notTheService("the response (HTTP " + response.status() + ") is not JSON"), e);
    }
  }

  private <T> T converted(String operation, JsonNode value, Class<T> type, Predicate<T> isWhole) {
    try {
      T converted = value.isObject() ? JSON.convertValue(value, type) : null;
      if (converted == null) {
        throw new ProblemException(otherShape(operation));
      }
      if (!isWhole.test(converted)) {
        throw new ProblemException(
            notTheService("the response to " + operation + " lacks what each response has"));
      }
      return converted;
    } catch (IllegalArgumentException e) {
      throw new ProblemException(otherShape(operation), e);
    }
  }

  private Problem otherShape(String operation) {
    return notTheService("the response to " + operation + " has another shape");
  }

  private Problem notTheService(String message) {
    return Problem.of(
        AWS_NOT_THE_SERVICE,
        service.endpoint().toString(),
        message,
        "check that this is the endpoint of " + service.title() + ", and proxies on the way");
  }

  /** Reads a time in the format of the service. */
  private static final class Iso8601 extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return OffsetDateTime.parse(parser.getText()).toInstant();
    }
  }
}
