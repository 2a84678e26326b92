package io.mskcdc.secrets;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.mskcdc.secrets.AwsServer.PARAMETERS;
import static io.mskcdc.secrets.AwsServer.call;
import static io.mskcdc.secrets.AwsServer.error;
import static io.mskcdc.secrets.AwsServer.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ParameterStoreConfigProviderTest {
  @RegisterExtension private final AwsServer aws = new AwsServer();

  private final ParameterStoreConfigProvider provider = new ParameterStoreConfigProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void allKeysOfAPathAreReadAndDecryptedWithOneCall() {
    aws.http.stubFor(
        any(anyUrl()).willReturn(parameters("/cdc/mysql/user", "/cdc/mysql/password")));
    provider.configure(aws.parameters());

    assertThat(provider.get("/cdc/mysql", new TreeSet<>(Set.of("user", "password"))).data())
        .isEqualTo(
            Map.of("user", "value of /cdc/mysql/user", "password", "value of /cdc/mysql/password"));
    assertThat(aws.calls(PARAMETERS)).isOne();
    assertThat(aws.http.getAllServeEvents().get(0).getRequest().getBodyAsString())
        .contains("\"WithDecryption\":true", "/cdc/mysql/user", "/cdc/mysql/password");
  }

  @Test
  void aReferenceWithoutAKeyReadsTheParameterOfThatName() {
    aws.http.stubFor(
        call(PARAMETERS, "{\"Names\": [\"/cdc/mysql/password\"], \"WithDecryption\": true}")
            .willReturn(parameters("/cdc/mysql/password")));
    provider.configure(aws.parameters());

    assertThat(provider.get("", Set.of("/cdc/mysql/password")).data())
        .containsEntry("/cdc/mysql/password", "value of /cdc/mysql/password");
    assertThat(provider.get("/cdc/mysql", Set.of("password")).data())
        .containsEntry("password", "value of /cdc/mysql/password");
    assertThat(aws.calls(PARAMETERS)).isOne();
  }

  @Test
  void twelveKeysNeedTwoCallsBecauseACallReadsTen() {
    List<String> names = IntStream.range(10, 22).mapToObj(i -> "/cdc/key" + i).toList();
    aws.http.stubFor(call(PARAMETERS).willReturn(parameters(names.toArray(String[]::new))));
    provider.configure(aws.parameters());

    Set<String> keys = new TreeSet<>(names.stream().map(name -> name.substring(5)).toList());
    assertThat(provider.get("/cdc", keys).data()).hasSize(12);
    assertThat(aws.calls(PARAMETERS)).isEqualTo(2);
  }

  @Test
  void aPathWithoutKeysIsReadPageByPage() {
    String byPath = "AmazonSSM.GetParametersByPath";
    aws.http.stubFor(
        call(byPath, "{\"Path\": \"/cdc/mysql\", \"WithDecryption\": true, \"Recursive\": false}")
            .willReturn(
                json(
                    200,
                    "{\"Parameters\": [{\"Name\": \"/cdc/mysql/user\", \"Value\": \"debezium\"}],"
                        + " \"NextToken\": \"more\"}")));
    aws.http.stubFor(
        call(
                byPath,
                "{\"Path\": \"/cdc/mysql\", \"WithDecryption\": true, \"Recursive\": false,"
                    + " \"NextToken\": \"more\"}")
            .willReturn(
                json(
                    200,
                    "{\"Parameters\": [{\"Name\": \"/cdc/mysql/port\", \"Value\": \"3306\"}]}")));
    provider.configure(aws.parameters());

    assertThat(provider.get("/cdc/mysql").data())
        .isEqualTo(Map.of("user", "debezium", "port", "3306"));
  }

  @Test
  void aVersionOrLabelAfterTheNameSelectsAVersion() {
    String arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/cdc/user";
    aws.http.stubFor(
        call(PARAMETERS)
            .willReturn(
                json(
                    200,
                    """
                    {"Parameters": [
                      {"Name": "/cdc/user", "Value": "newest", "ARN": "%1$s"},
                      {"Name": "/cdc/user", "Value": "old", "ARN": "%1$s", "Selector": ":1"},
                      {"Name": "/cdc/host", "Value": "labelled", "ARN": "%2$s",
                       "Selector": ":stable"}
                    ]}
                    """
                        .formatted(arn, arn.replace("user", "host")))));
    provider.configure(aws.parameters());
    String host = arn.replace("user", "host").replace(":", "%3A") + "%3Astable";

    assertThat(provider.get("", Set.of("/cdc/user", "/cdc/user%3A1", host)).data())
        .isEqualTo(Map.of("/cdc/user", "newest", "/cdc/user%3A1", "old", host, "labelled"));
  }

  @Test
  void theErrorNamesTheMissingParameter() {
    aws.http.stubFor(
        call(PARAMETERS)
            .willReturn(
                json(
                    200, "{\"Parameters\": [], \"InvalidParameters\": [\"/cdc/mysql/pasword\"]}")));
    provider.configure(aws.parameters());

    assertThatThrownBy(() -> provider.get("/cdc/mysql", Set.of("pasword")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "parameter /cdc/mysql/pasword: no parameter with this name exists in this account and"
                + " region");
  }

  @Test
  void anArnWithColonsIsRejectedWithTheFormThatWorks() {
    provider.configure(aws.parameters());

    assertThatThrownBy(
            () ->
                provider.get("arn", Set.of("aws:ssm:eu-west-1:123456789012:parameter/cdc/user:2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "write arn%3Aaws%3Assm%3Aeu-west-1%3A123456789012%3Aparameter/cdc/user%3A2");
  }

  @Test
  void aMissingPermissionIsNamedAndNotRetried() {
    aws.http.stubFor(call(PARAMETERS).willReturn(error("AccessDeniedException", "no")));
    provider.configure(aws.parameters());

    assertThatThrownBy(() -> provider.get("/cdc/mysql", Set.of("password")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ssm:GetParameters");
    assertThat(aws.calls(PARAMETERS)).isOne();
  }

  private static ResponseDefinitionBuilder parameters(String... names) {
    String list =
        List.of(names).stream()
            .map(
                name ->
                    """
                    {"Name": "%s", "Type": "SecureString", "Value": "value of %s", "Version": 3,
                     "ARN": "arn:aws:ssm:eu-west-1:123456789012:parameter%s"}
                    """
                        .formatted(name, name, name))
            .collect(joining(","));
    return json(200, "{\"Parameters\": [" + list + "], \"InvalidParameters\": []}");
  }
}
