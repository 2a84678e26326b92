package io.mskcdc.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsServiceTest {

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, https://kafkaconnect.eu-west-1.amazonaws.com",
    "cn-north-1, https://kafkaconnect.cn-north-1.amazonaws.com.cn",
  })
  void givenNoEndpointThenItIsThePublicOneOfTheRegion(String region, String expected) {
    AwsService service =
        AwsService.of("MSK Connect", "kafkaconnect", region, Optional.empty(), name -> null);

    assertThat(service.endpoint()).isEqualTo(URI.create(expected));
    assertThat(service.standard()).isTrue();
  }

  @Test
  void givenVariablesThenTheServicesOwnComesBeforeTheOneOfAllServices() {
    Map<String, String> all = Map.of("AWS_ENDPOINT_URL", "http://localhost:1/");
    Map<String, String> own =
        Map.of(
            "AWS_ENDPOINT_URL", "http://localhost:1", "AWS_ENDPOINT_URL_S3", "http://localhost:2");

    assertThat(s3(Optional.empty(), all).endpoint()).isEqualTo(URI.create("http://localhost:1"));
    assertThat(s3(Optional.empty(), own).endpoint()).isEqualTo(URI.create("http://localhost:2"));
    assertThat(s3(Optional.empty(), own).standard()).isFalse();
  }

  @Test
  void givenAnEndpointOfTheCallerThenItComesFirst() {
    AwsService service =
        s3(
            Optional.of(URI.create("http://localhost:3//")),
            Map.of("AWS_ENDPOINT_URL_S3", "http://localhost:2"));

    assertThat(service.endpoint()).isEqualTo(URI.create("http://localhost:3"));
  }

  @Test
  void givenABucketThenItsHostIsBelowTheEndpoint() {
    assertThat(s3(Optional.empty(), Map.of()).below("plugins").endpoint())
        .isEqualTo(URI.create("https://plugins.s3.eu-west-1.amazonaws.com"));
  }

  private static AwsService s3(Optional<URI> endpoint, Map<String, String> variables) {
    return AwsService.of("S3", "s3", "eu-west-1", endpoint, variables::get);
  }
}
