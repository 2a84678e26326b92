package io.mskcdc.local.aws;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.mskcdc.local.aws.ParameterStore.Type;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

class SsmTest {
  private static final String ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter";

  @RegisterExtension private final RunningAws aws = new RunningAws();

  private SsmClient client;

  @BeforeEach
  void connect() {
    client = aws.client(SsmClient.builder());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aParameterIsReadByName() {
    aws.parameters.put("/cdc/mysql/user", Type.STRING, "debezium");

    Parameter parameter = client.getParameter(r -> r.name("/cdc/mysql/user")).parameter();

    assertThat(parameter.name()).isEqualTo("/cdc/mysql/user");
    assertThat(parameter.arn()).isEqualTo(ARN + "/cdc/mysql/user");
    assertThat(parameter.value()).isEqualTo("debezium");
    assertThat(parameter.type()).isEqualTo(ParameterType.STRING);
    assertThat(parameter.version()).isOne();
    assertThat(parameter.selector()).isNull();
    assertThat(parameter.dataType()).isEqualTo("text");
    assertThat(parameter.lastModifiedDate())
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void aSecureStringIsDecryptedOnRequestOnly() {
    aws.parameters.put("/cdc/password", Type.SECURE_STRING, "geheim");

    Parameter clear =
        client.getParameter(r -> r.name("/cdc/password").withDecryption(true)).parameter();
    Parameter encrypted = client.getParameter(r -> r.name("/cdc/password")).parameter();

    assertThat(clear.value()).isEqualTo("geheim");
    assertThat(clear.type()).isEqualTo(ParameterType.SECURE_STRING);
    assertThat(encrypted.value()).isBase64().hasSize(128);
    assertThat(encrypted.type()).isEqualTo(ParameterType.SECURE_STRING);
  }

  @Test
  void aVersionIsSelectedByNumberOrLabel() {
    aws.parameters.put("/cdc/user", Type.STRING, "first");
    aws.parameters.put("/cdc/user", Type.STRING, "second");
    aws.parameters.label("/cdc/user", 1, "stable");

    assertThat(value("/cdc/user")).isEqualTo("second");
    assertThat(value("/cdc/user:1")).isEqualTo("first");
    assertThat(value("/cdc/user:stable")).isEqualTo("first");
    assertThat(value(ARN + "/cdc/user:1")).isEqualTo("first");
    Parameter labelled = client.getParameter(r -> r.name("/cdc/user:stable")).parameter();
    assertThat(labelled.name()).isEqualTo("/cdc/user");
    assertThat(labelled.selector()).isEqualTo(":stable");
    assertThat(labelled.version()).isOne();

    aws.parameters.label("/cdc/user", 2, "stable");

    assertThat(value("/cdc/user:stable")).isEqualTo("second");
    assertThatThrownBy(() -> value("/cdc/user:3"))
        .isInstanceOf(ParameterVersionNotFoundException.class);
    assertThatThrownBy(() -> aws.parameters.label("/cdc/user", 3, "stable"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(value("/cdc/user:stable")).isEqualTo("second");
  }

  @Test
  void aParameterIsReadByArn() {
    aws.parameters.put("/cdc/user", Type.STRING, "in a hierarchy");
    aws.parameters.put("user", Type.STRING, "in none");

    assertThat(value(ARN + "/cdc/user")).isEqualTo("in a hierarchy");
    assertThat(value(ARN + "/user")).isEqualTo("in none");
    assertThat(client.getParameter(r -> r.name("user")).parameter().arn()).isEqualTo(ARN + "/user");
    assertThatThrownBy(() -> value("arn:aws:ssm:eu-west-1:999999999999:parameter/cdc/user"))
        .isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void getParametersListsTheNamesThatDoNotExist() {
    aws.parameters.put("/cdc/user", Type.STRING, "debezium");
    aws.parameters.put("/cdc/password", Type.SECURE_STRING, "geheim");

    GetParametersResponse answer =
        client.getParameters(
            r ->
                r.names("/cdc/user", "/cdc/none", "/cdc/password", "/cdc/user:7")
                    .withDecryption(true));

    assertThat(answer.parameters())
        .extracting(Parameter::value)
        .containsExactly("debezium", "geheim");
    assertThat(answer.invalidParameters()).containsExactly("/cdc/none", "/cdc/user:7");
  }

  @Test
  void aPathIsReadPageByPage() {
    List<String> names = IntStream.range(10, 35).mapToObj(i -> "/cdc/key" + i).collect(toList());
    Collections.shuffle(names);
    names.forEach(name -> aws.parameters.put(name, Type.SECURE_STRING, "value of " + name));

    List<Parameter> all =
        client.getParametersByPathPaginator(r -> r.path("/cdc").withDecryption(true)).stream()
            .flatMap(page -> page.parameters().stream())
            .toList();

    Collections.sort(names);
    assertThat(all).extracting(Parameter::name).isEqualTo(names);
    assertThat(all).allSatisfy(it -> assertThat(it.value()).isEqualTo("value of " + it.name()));
    GetParametersByPathResponse page =
        client.getParametersByPath(r -> r.path("/cdc/").maxResults(4));
    assertThat(page.parameters()).hasSize(4);
    assertThat(page.nextToken()).isNotNull();
    assertThat(aws.parameters.all()).hasSize(25);
  }

  @Test
  void aPathReturnsItsOwnLevelOrAllLevelsBelow() {
    for (String name : List.of("/cdc/a", "/cdc/deep/b", "/cdc2/c", "d")) {
      aws.parameters.put(name, Type.STRING, "value");
    }

    assertThat(names("/cdc", false)).containsExactly("/cdc/a");
    assertThat(names("/cdc", true)).containsExactly("/cdc/a", "/cdc/deep/b");
    assertThat(names("/", false)).containsExactly("d");
    assertThat(names("/", true)).hasSize(4);
    assertThat(names("/none", true)).isEmpty();
  }

  @Test
  void aParameterThePolicyDoesNotAllowIsDenied() throws IOException {
    aws.parameters.put("/cdc/user", Type.STRING, "debezium");
    aws.parameters.put("/other/user", Type.STRING, "somebody");

    aws.allow("ssm:GetParameter", ARN + "/cdc/*");
    assertThat(value("/cdc/user")).isEqualTo("debezium");
    refused(() -> value("/other/user"), "AccessDeniedException")
        .hasMessageContaining("ssm:GetParameter on " + ARN + "/other/user");
    refused(() -> client.getParameters(r -> r.names("/cdc/user")), "AccessDeniedException");
    refused(() -> names("/cdc", true), "AccessDeniedException");

    aws.allow("ssm:GetParameters", ARN + "/cdc/*");
    assertThat(client.getParameters(r -> r.names("/cdc/user")).parameters()).hasSize(1);
    refused(
        () -> client.getParameters(r -> r.names("/cdc/user", "/other/user")),
        "AccessDeniedException");
    refused(() -> value("/cdc/user"), "AccessDeniedException");

    aws.allow("ssm:GetParametersByPath", ARN + "/cdc");
    assertThat(names("/cdc", true)).containsExactly("/cdc/user");
    refused(() -> names("/", true), "AccessDeniedException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cdc/user", "/cdc/us er", "/cdc/user:1:2", "arn:aws:s3:::parameter/cdc/user"})
  void aNameOfAnInvalidFormIsRefused(String name) {
    refused(() -> value(name), "ValidationException");
    refused(() -> client.getParameters(r -> r.names(name)), "ValidationException");
  }

  @Test
  void inputBeyondTheLimitsIsRefused() {
    ParameterStringFilter filter =
        ParameterStringFilter.builder().key("Type").values("String").build();
    List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "/cdc/key" + i).toList();

    refused(() -> client.getParameters(r -> r.names(eleven)), "ValidationException");
    refused(() -> client.getParameters(r -> r.names("/a", "/a")), "ValidationException");
    refused(() -> client.getParametersByPath(r -> r.path("cdc")), "ValidationException");
    refused(
        () -> client.getParametersByPath(r -> r.path("/cdc").maxResults(11)),
        "ValidationException");
    assertThatThrownBy(() -> client.getParametersByPath(r -> r.path("/cdc").nextToken("%")))
        .isInstanceOf(InvalidNextTokenException.class);
    assertThatThrownBy(
            () -> client.getParametersByPath(r -> r.path("/cdc").parameterFilters(filter)))
        .isInstanceOf(InvalidFilterKeyException.class);
  }

  @Test
  void aParameterThatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> value("/cdc/none"))
        .isInstanceOf(ParameterNotFoundException.class)
        .hasMessageContaining("/cdc/none");
  }

  @Test
  void anUnknownOperationIsRefusedAndTheKnownOnesAreNamed() {
    refused(client::describeParameters, "UnknownOperationException")
        .hasMessageContaining("[GetParameter, GetParameters, GetParametersByPath]");
  }

  private String value(String name) {
    return client.getParameter(r -> r.name(name)).parameter().value();
  }

  private List<String> names(String path, boolean recursive) {
    return client.getParametersByPath(r -> r.path(path).recursive(recursive)).parameters().stream()
        .map(Parameter::name)
        .toList();
  }

  private static AbstractThrowableAssert<?, SsmException> refused(
      ThrowingCallable call, String code) {
    return assertThatThrownBy(call)
        .asInstanceOf(throwable(SsmException.class))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
  }
}
