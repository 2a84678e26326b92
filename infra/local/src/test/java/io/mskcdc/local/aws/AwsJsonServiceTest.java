package io.mskcdc.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.mskcdc.local.aws.rest.AwsJsonService;
import io.mskcdc.local.aws.rest.AwsJsonService.Protocol;
import io.mskcdc.local.aws.rest.ErrorModel;
import io.mskcdc.local.aws.rest.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** AWS JSON 1.0, with a service of one operation and the SDK's own client of DynamoDB. */
class AwsJsonServiceTest {
  private static final ErrorModel ERRORS =
      ErrorModel.ofAwsJson("message", "ValidationException", "ResourceNotFoundException");

  @RegisterExtension private final RunningAws aws = new RunningAws();

  private DynamoDbClient client;

  AwsJsonServiceTest() {
    aws.services.add(
        new AwsJsonService(
            "dynamodb",
            Protocol.v1_0("com.amazonaws.dynamodb.v20120810"),
            "DynamoDB_20120810",
            ERRORS,
            Map.of(
                "DescribeTable",
                (input, call) -> {
                  String table = input.requiredText("TableName");
                  String arn = call.arn("dynamodb", "table/" + table);
                  call.authorize("dynamodb:DescribeTable", List.of(arn));
                  if (!table.equals("orders")) {
                    throw ERRORS.resourceNotFound("there is no table " + table);
                  }
                  return Json.object()
                      .set("Table", Json.object().put("TableName", table).put("TableArn", arn));
                })));
  }

  @BeforeEach
  void connect() {
    client = aws.client(DynamoDbClient.builder());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void theSdksClientReadsAnOutputOfAwsJson10() {
    assertThat(client.describeTable(r -> r.tableName("orders")).table().tableArn())
        .isEqualTo("arn:aws:dynamodb:eu-west-1:123456789012:table/orders");
  }

  @Test
  void theSdksClientReadsAnErrorOfAwsJson10() {
    assertThatThrownBy(() -> client.describeTable(r -> r.tableName("payments")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("there is no table payments")
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
        .satisfies(
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException"));
    assertThatThrownBy(client::listTables)
        .asInstanceOf(throwable(DynamoDbException.class))
        .satisfies(
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
  }

  @Test
  void awsJson10HasItsOwnContentTypeAndAbsoluteErrorTypes() throws Exception {
    assertThat(send("{\"TableName\": \"orders\"}"))
        .returns(200, HttpResponse::statusCode)
        .satisfies(AwsJsonServiceTest::hasContentType);
    assertThat(send("{\"TableName\": 7}"))
        .returns(400, HttpResponse::statusCode)
        .returns(
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#SerializationException\","
                + "\"message\":\"TableName is not a text\"}",
            HttpResponse::body)
        .satisfies(AwsJsonServiceTest::hasContentType);
  }

  private static void hasContentType(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("application/x-amz-json-1.0");
  }

  private HttpResponse<String> send(String body) throws Exception {
    return SignedRequest.sign(
            RunningAws.KEY,
            RunningAws.REGION,
            "dynamodb",
            Duration.ZERO,
            SignedRequest.unsigned(
                "POST",
                aws.server().endpoint(),
                Map.of("X-Amz-Target", List.of("DynamoDB_20120810.DescribeTable"))),
            body)
        .send();
  }
}
