package io.mskcdc.replication;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.http.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers of the API of DMS, one after the other; the last one is repeated. */
public final class RecordedDms implements AutoCloseable {
  public static final String ARN = "arn:aws:dms:eu-west-1:111122223333:";
  private static final String PREFIX = "AmazonDMSv20160101.";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", "key-of-the-test");

  private final WireMockExtension server;
  private final AwsSession session;
  private int scenarios;

  public RecordedDms(WireMockExtension server) {
    this.server = server;
    CREDENTIALS.forEach(System::setProperty);
    session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(20)),
            name -> null,
            line -> {});
    for (String list :
        List.of("Endpoints", "ReplicationInstances", "ReplicationTasks", "ReplicationConfigs")) {
      answer("Describe" + list, "{\"%s\": []}".formatted(list));
    }
    answer("ListTagsForResource", "{\"TagList\": []}");
  }

  Dms api() {
    return new Dms(session, Optional.of(URI.create(server.baseUrl())));
  }

  /** Answers an operation, and no longer with earlier answers. */
  public void answer(String operation, String... answers) {
    ResponseDefinitionBuilder[] responses = new ResponseDefinitionBuilder[answers.length];
    for (int i = 0; i < answers.length; i++) {
      DmsModel.checkOutput(operation, tree(answers[i]));
      responses[i] = okJson(answers[i]);
    }
    answer(operation, responses);
  }

  /** Answers an operation with an error of the JSON 1.1 protocol. */
  static ResponseDefinitionBuilder error(String type, String message) {
    return status(400)
        .withBody("{\"__type\": \"%s\", \"message\": \"%s\"}".formatted(type, message));
  }

  void answer(String operation, ResponseDefinitionBuilder... responses) {
    server.getStubMappings().stream()
        .filter(stub -> operation.equals(stub.getName()))
        .forEach(server::removeStub);
    scenarios++;
    for (int i = 0; i < responses.length; i++) {
      server.stubFor(
          post(urlEqualTo("/"))
              .withName(operation)
              .withHeader("X-Amz-Target", equalTo(PREFIX + operation))
              .inScenario(operation + " " + scenarios)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : String.valueOf(i))
              .willReturn(responses[i])
              // The last state is that of the last response, which is repeated.
              .willSetStateTo(
                  responses.length == 1
                      ? Scenario.STARTED
                      : String.valueOf(Math.min(i + 1, responses.length - 1))));
    }
  }

  /** Returns the bodies of all requests of an operation, each checked against the model. */
  public List<JsonNode> requests(String operation) {
    return server
        .findAll(
            postRequestedFor(urlEqualTo("/"))
                .withHeader("X-Amz-Target", equalTo(PREFIX + operation)))
        .stream()
        .map(LoggedRequest::getBodyAsString)
        .map(RecordedDms::tree)
        .peek(body -> DmsModel.checkInput(operation, body))
        .toList();
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @Override
  public void close() {
    session.close();
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }
}
