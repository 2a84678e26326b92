package io.mskcdc.replication;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mskcdc.aws.AwsAccess;
import io.mskcdc.aws.AwsSession;
import io.mskcdc.http.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Responses that no real service returns. */
class DmsTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDOFTHETEST", "aws.secretAccessKey", "key-of-the-test");

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  @Test
  void givenAPageThatIsItsOwnNextPageThenTheListEnds() {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(okJson("{\"TableStatistics\": [], \"Marker\": \"same\"}")));
    CREDENTIALS.forEach(System::setProperty);
    try (AwsSession session =
        new AwsSession(
            new AwsAccess("eu-west-1", Optional.empty(), Optional.empty(), Optional.empty()),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(20)),
            name -> null,
            line -> {})) {
      Dms dms = new Dms(session, Optional.of(URI.create(SERVICE.baseUrl())));

      assertThatThrownBy(() -> dms.tableStatistics(ResourceKind.TASK, "arn:of-the-task"))
          .hasMessage(
              "[aws-not-the-service] arn:of-the-task: the response to DescribeTableStatistics names"
                  + " itself as its next page");
    } finally {
      CREDENTIALS.keySet().forEach(System::clearProperty);
    }
  }
}
