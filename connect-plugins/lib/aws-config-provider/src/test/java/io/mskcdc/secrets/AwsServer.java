package io.mskcdc.secrets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An HTTP server with the responses of Secrets Manager and Parameter Store (JSON 1.1), STS (query
 * protocol) and S3 (REST with XML). The tests call it through the real SDK.
 */
final class AwsServer implements BeforeEachCallback, AfterEachCallback {
  static final String SECRETS_MANAGER = "secretsmanager.GetSecretValue";
  static final String PARAMETERS = "AmazonSSM.GetParameters";

  private static final String ACCESS_KEY = "aws.accessKeyId";
  private static final String SECRET_KEY = "aws.secretAccessKey";

  final WireMockServer http = new WireMockServer(options().dynamicPort());

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setProperty(ACCESS_KEY, "AKIDOFTHEWORKER");
    System.setProperty(SECRET_KEY, "signing-key-of-the-worker");
    http.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    http.stop();
    System.clearProperty(ACCESS_KEY);
    System.clearProperty(SECRET_KEY);
  }

  /** The parameters of a provider that calls this server, with further ones: name, value, ... */
  Map<String, String> parameters(String... more) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("region", "eu-west-1");
    parameters.put("endpoint", http.baseUrl());
    parameters.put("sts.endpoint", http.baseUrl());
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  /** Matches a call of an operation with this request body. */
  static MappingBuilder call(String target, String request) {
    return call(target).withRequestBody(equalToJson(request));
  }

  static MappingBuilder call(String target) {
    return post(urlEqualTo("/")).withHeader("X-Amz-Target", equalTo(target));
  }

  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/x-amz-json-1.1")
        .withBody(body);
  }

  /** An error response of the JSON protocol. */
  static ResponseDefinitionBuilder error(String type, String message) {
    return json(400, "{\"__type\": \"" + type + "\", \"message\": \"" + message + "\"}");
  }

  /** A secret with a text, which is given as a JSON literal. */
  static ResponseDefinitionBuilder secret(String name, String jsonText) {
    return json(
        200,
        """
        {"ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:%s-AbCdEf", "Name": "%s",
         "VersionId": "EXAMPLE1-90ab-cdef-fedc-ba987SECRET1", "SecretString": %s,
         "VersionStages": ["AWSCURRENT"], "CreatedDate": 1523477145.713}
        """
            .formatted(name, name, jsonText));
  }

  int calls(String target) {
    return http.countRequestsMatching(
            postRequestedFor(urlEqualTo("/")).withHeader("X-Amz-Target", equalTo(target)).build())
        .getCount();
  }

  int callsToSts() {
    return http.countRequestsMatching(
            postRequestedFor(urlEqualTo("/"))
                .withRequestBody(containing("Action=AssumeRole"))
                .build())
        .getCount();
  }
}
