package io.mskcdc.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.time.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that returns HTTP 503 while it is busy, and HTTP 500 if the effect is unknown. */
class RetryingClientTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(4));

  @RegisterExtension
  static final WireMockExtension SERVICE = WireMockExtension.newInstance().build();

  private final List<String> progress = new ArrayList<>();
  private final ManualTime time = new ManualTime();
  private final AtomicInteger attempts = new AtomicInteger();
  private final ClosableHttpClient http =
      new ClosableHttpClient(
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(10)));
  private final RetryingClient client =
      new RetryingClient(http.get(), POLICY, time, "the service", progress::add);

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void givenATransientFailureThenTheRequestIsRepeatedAfterGrowingPauses() {
    responses(busy(), busy(), busy(), busy(), ok("done"));

    assertThat(send(exchange())).isEqualTo("done");

    assertThat(attempts).hasValue(5);
    assertThat(time.pauses()).hasSize(4);
    assertThat(time.pauses().get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(time.pauses().get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(time.pauses().get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(time.pauses().get(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void givenOneReasonForSeveralRequestsThenItIsPrintedAgainOnlyAfterAMinuteWithoutIt() {
    responses(busy(), ok("first"), busy(), ok("second"), busy(), ok("third"));

    send(exchange());
    send(exchange());
    assertThat(progress).containsExactly("waiting for the service: busy");

    time.sleep(Duration.ofSeconds(61));
    send(exchange());
    assertThat(progress).hasSize(2);
  }

  @Test
  void givenOneReasonForSeveralFailuresThenItIsPrintedOnce() {
    responses(busy(), busy(), unsure(), ok("done"));

    send(exchange());

    assertThat(progress)
        .containsExactly("waiting for the service: busy", "waiting for the service: unsure");
  }

  @Test
  void givenFailuresUntilTheDeadlineThenTheProblemOfTheLastOneIsThrown() {
    responses(unsure(), busy());

    assertThatThrownBy(() -> send(exchange())).hasMessageContaining("busy at last");
    assertThat(time.now()).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(20));
  }

  @Test
  void givenAPermanentFailureThenTheRequestIsNotRepeated() {
    responses(aResponse().withStatus(400));

    assertThatThrownBy(() -> send(exchange())).hasMessageContaining("rejected");
    assertThat(attempts).hasValue(1);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void givenAnUnknownEffectThenItIsCheckedBeforeTheRepetition() {
    responses(unsure(), ok("done"));

    assertThat(send(exchange().applied("found"))).isEqualTo("found");
    assertThat(attempts).hasValue(1);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void givenAFailureWithoutEffectThenNothingIsChecked() {
    responses(busy(), ok("done"));

    assertThat(send(exchange().applied("found"))).isEqualTo("done");
  }

  @Test
  void givenABrokenConnectionThenTheEffectIsUnknown() {
    responses(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), ok("done"));

    assertThat(send(exchange().applied("found"))).isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n\u0001: 1\r\nContent-Length: 2\r\n\r\n{}"
      })
  void givenAnAnswerThatIsNotHttpThenTheProblemSaysSoAndTheEffectIsUnknown(String answer)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answer(server, answer));
      thread.start();
      String url = "http://127.0.0.1:" + server.getLocalPort();

      assertThatThrownBy(() -> send(exchange().at(url)))
          .hasMessageContaining("unreachable: the answer is not valid HTTP");
      assertThat(send(exchange().at(url).applied("found"))).isEqualTo("found");
    }
  }

  /** Returns when the server is closed. */
  private static void answer(ServerSocket server, String answer) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          client.getInputStream().read(new byte[1 << 12]);
          client.getOutputStream().write(answer.getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // The end of the test.
    }
  }

  @Test
  void givenNoResponseInTimeThenTheEffectIsUnknown() {
    responses(ok("late").withFixedDelay(2_000), ok("done"));

    assertThat(send(exchange())).isEqualTo("done");
    assertThat(progress).containsExactly("waiting for the service: no answer within 1 s");
  }

  @Test
  void givenABodyWithoutEndThenTheRequestEndsInTimeAndItsEffectIsUnknown() {
    responses(ok("a body in four parts").withChunkedDribbleDelay(4, 60_000), ok("done"));

    assertThat(send(exchange().applied("found"))).isEqualTo("found");
  }

  @Test
  void givenAnAnswerThatTakesLongThenALineSaysWhatIsWaitedFor() {
    responses(ok("done").withFixedDelay(500));
    RetryingClient impatient =
        new RetryingClient(
            http.get(), POLICY, time, "the service", progress::add, Duration.ofMillis(50));

    assertThat(impatient.send(exchange(), POLICY.deadline())).isEqualTo("done");
    assertThat(progress)
        .singleElement()
        .asString()
        .startsWith("waiting for the service: no answer to GET ");
  }

  @Test
  void givenNoListenerThenTheRequestIsRepeatedUntilTheDeadline() {
    assertThatThrownBy(() -> send(exchange().at("http://127.0.0.1:1")))
        .hasMessageContaining("unreachable: connection refused");
    assertThat(time.pauses()).hasSizeGreaterThan(3);
  }

  @Test
  void givenAnUnknownHostThenItIsNotTriedAgain() {
    assertThatThrownBy(() -> send(exchange().at("http://no-such-host.invalid")))
        .hasMessageContaining("unknown host");
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void givenAHostThatIsNotResolvedAfterAnAnswerThenItIsAnOutage() {
    responses(ok("done"));
    send(exchange());

    assertThatThrownBy(() -> send(exchange().at("http://no-such-host.invalid")))
        .hasMessageContaining("unreachable: its host is not resolved any more");
    assertThat(time.pauses()).hasSizeGreaterThan(3);
  }

  private String send(Words exchange) {
    return client.send(exchange, POLICY.deadline());
  }

  private Words exchange() {
    return new Words(SERVICE.baseUrl(), Optional.empty(), attempts);
  }

  private static ResponseDefinitionBuilder busy() {
    return aResponse().withStatus(503);
  }

  private static ResponseDefinitionBuilder unsure() {
    return aResponse().withStatus(500);
  }

  /** Returns the given responses one after another, the last of them from then on. */
  private static void responses(ResponseDefinitionBuilder... responses) {
    for (int i = 0; i < responses.length; i++) {
      SERVICE.stubFor(
          get(anyUrl())
              .inScenario("responses")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
              .willReturn(responses[i])
              .willSetStateTo("after " + Math.min(i + 1, responses.length - 1)));
    }
  }

  /** A request that returns its response's body. */
  private record Words(String url, Optional<String> found, AtomicInteger attempts)
      implements Exchange<String> {
    Words applied(String result) {
      return new Words(url, Optional.of(result), attempts);
    }

    Words at(String other) {
      return new Words(other, found, attempts);
    }

    @Override
    public String where() {
      return url;
    }

    @Override
    public HttpRequest request() {
      attempts.incrementAndGet();
      return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(1)).build();
    }

    @Override
    public Attempt<String> judge(HttpResponse<byte[]> response) {
      return switch (response.statusCode()) {
        case 200 -> new Attempt.Answered<>(new String(response.body(), UTF_8));
        case 503 -> new Attempt.Failed<>("busy", false, problem("busy at last"));
        case 500 -> new Attempt.Failed<>("unsure", true, problem("unsure at last"));
        default -> throw problem("rejected");
      };
    }

    @Override
    public Optional<String> alreadyApplied() {
      return found;
    }

    @Override
    public ProblemException hostUnknown(Exception cause) {
      return problem("unknown host");
    }

    @Override
    public ProblemException untrusted(SSLException cause) {
      return problem("untrusted");
    }

    @Override
    public ProblemException unreachable(String reason, Exception cause) {
      return problem("unreachable: " + reason);
    }

    private ProblemException problem(String message) {
      return new ProblemException(Problem.of(ErrorCode.CONNECT_REFUSED, url, message, "retry"));
    }
  }
}
