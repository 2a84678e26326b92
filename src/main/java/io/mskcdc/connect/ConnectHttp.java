package io.mskcdc.connect;

import static io.mskcdc.problem.ErrorCode.CONNECT_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.CONNECT_NOT_A_WORKER;
import static io.mskcdc.problem.ErrorCode.CONNECT_REFUSED;
import static io.mskcdc.problem.ErrorCode.CONNECT_TLS;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNAUTHORIZED;
import static io.mskcdc.problem.ErrorCode.CONNECT_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.INTERRUPTED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.http.ClosableHttpClient;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Sends requests to a worker and repeats them where, and only where, that is safe and may help.
 * Redirects are not followed: a worker forwards to its leader by itself.
 */
final class ConnectHttp implements AutoCloseable {
  /** A worker gives up on its own answer after 90 s. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(100);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final Optional<String> authorization;
  private final ClosableHttpClient client;
  private final RetryPolicy policy;
  private final Duration answerTimeout;
  private final Consumer<String> progress;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param endpoint where the worker is
   * @param policy how long to repeat
   * @param answerTimeout how long to wait for an answer
   * @param progress told, once per reason, what is waited for
   */
  ConnectHttp(
      ConnectEndpoint endpoint,
      RetryPolicy policy,
      Duration answerTimeout,
      Consumer<String> progress) {
    this.base = endpoint.url();
    this.authorization = new Authorization(System::getenv).header(endpoint);
    this.policy = policy;
    this.answerTimeout = answerTimeout;
    this.progress = progress;
    this.client =
        new ClosableHttpClient(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(Tls.context(endpoint)));
  }

  ConnectHttp(ConnectEndpoint endpoint, Consumer<String> progress) {
    this(endpoint, RetryPolicy.DEFAULT, ANSWER_TIMEOUT, progress);
  }

  /**
   * Sends a request that changes nothing. Returns a success, or the absence of what was asked for.
   */
  ConnectResponse read(String method, String path, JsonNode body) {
    return send(method, path, body, () -> false);
  }

  /** Like {@link #read}, for what every worker has: its absence means that this is no worker. */
  JsonNode readExisting(String method, String path, JsonNode body) {
    ConnectResponse answer = read(method, path, body);
    if (!answer.isAbsent()) {
      return answer.body();
    }
    throw notOfConnect(answer, method, path);
  }

  /**
   * Sends a request that changes something.
   *
   * @param landed asked before a repetition when nobody knows whether the first attempt was carried
   *     out; true ends the request as a success
   */
  ConnectResponse write(String method, String path, JsonNode body, BooleanSupplier landed) {
    return send(method, path, body, landed);
  }

  /** Reads until what is asked for is gone. */
  void awaitAbsence(String path) {
    long giveUp = System.nanoTime() + policy.deadline().toNanos();
    for (int attempt = 0; !read("GET", path, null).isAbsent(); attempt++) {
      if (System.nanoTime() > giveUp) {
        throw failure(
            CONNECT_REFUSED,
            path + " is still there " + policy.deadline().toSeconds() + " s after its deletion",
            "look at the worker's log",
            null);
      }
      sleep(policy.delay(attempt));
    }
  }

  private ConnectResponse send(String method, String path, JsonNode body, BooleanSupplier landed) {
    HttpRequest request = request(method, path, body);
    long giveUp = System.nanoTime() + policy.deadline().toNanos();
    String lastReason = null;
    for (int attempt = 0; ; attempt++) {
      Attempt result = attempt(request);
      if (result.answer() != null) {
        return checked(result.answer(), method, path);
      }
      // Asked first: what has landed is done, however late its answer is.
      if (result.mayHaveLanded() && landed.getAsBoolean()) {
        return new ConnectResponse(200, mapper.missingNode(), true);
      }
      Duration delay = policy.delay(attempt);
      if (System.nanoTime() + delay.toNanos() > giveUp) {
        throw unreachable(result);
      }
      if (!result.reason().equals(lastReason)) {
        lastReason = result.reason();
        progress.accept("waiting for " + base + ": " + lastReason);
      }
      sleep(delay);
    }
  }

  /** The end of one attempt: an answer, or the reason to try again. */
  private record Attempt(
      ConnectResponse answer, String reason, boolean mayHaveLanded, Exception cause) {
    static Attempt again(String reason, boolean mayHaveLanded, Exception cause) {
      return new Attempt(null, reason, mayHaveLanded, cause);
    }
  }

  private Attempt attempt(HttpRequest request) {
    try {
      HttpResponse<byte[]> response =
          client.get().send(request, HttpResponse.BodyHandlers.ofByteArray());
      ConnectResponse answer =
          ConnectResponse.parse(mapper, response.statusCode(), response.body());
      if (answer.isTransient() || answer.isTimeOut()) {
        return Attempt.again(answer.reason(), answer.isTimeOut(), null);
      }
      return new Attempt(answer, null, false, null);
    } catch (HttpConnectTimeoutException e) {
      return Attempt.again("no connection within " + CONNECT_TIMEOUT.toSeconds() + " s", false, e);
    } catch (HttpTimeoutException e) {
      return Attempt.again("no answer within " + answerTimeout.toSeconds() + " s", true, e);
    } catch (ConnectException e) {
      if (e.getCause() instanceof UnresolvedAddressException
          || e.getCause() != null
              && e.getCause().getCause() instanceof UnresolvedAddressException) {
        throw failure(
            CONNECT_HOST_UNKNOWN,
            "the host " + base.getHost() + " is unknown",
            "mend connect.url in environment.yaml",
            e);
      }
      return Attempt.again("connection refused", false, e);
    } catch (SSLException e) {
      throw failure(
          CONNECT_TLS,
          "no trusted connection: " + e.getMessage(),
          "check the certificates of the worker and of environment.yaml",
          e);
    } catch (IOException e) {
      return Attempt.again("the connection broke", true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(INTERRUPTED, "interrupted", "run the command again", e);
    }
  }

  private ConnectResponse checked(ConnectResponse answer, String method, String path) {
    if (answer.isSuccess() || answer.isAbsent()) {
      return answer;
    }
    int status = answer.status();
    if (status == 401 || status == 403) {
      throw failure(
          CONNECT_UNAUTHORIZED,
          "the worker refuses " + method + " " + path + " (HTTP " + status + ")",
          "check the credentials and what they may do",
          null);
    }
    if (!answer.json() || answer.message().isEmpty()) {
      throw notOfConnect(answer, method, path);
    }
    throw failure(
        CONNECT_REFUSED,
        method + " " + path + " failed (HTTP " + status + "): " + words(answer),
        "mend what the message names; the worker's log says more",
        null);
  }

  /** The worker quotes values in this message, those that a provider supplied included. */
  private static String words(ConnectResponse answer) {
    return answer.message().startsWith("Connector configuration is invalid")
        ? "the configuration is invalid; mskcdc validate says in which keys"
        : answer.message();
  }

  private ProblemException notOfConnect(ConnectResponse answer, String method, String path) {
    return failure(
        CONNECT_NOT_A_WORKER,
        "the answer to "
            + method
            + " "
            + path
            + " (HTTP "
            + answer.status()
            + ") is not one of Connect",
        "check that connect.url is the address of a Connect worker's REST API",
        null);
  }

  private ProblemException unreachable(Attempt last) {
    return failure(
        CONNECT_UNREACHABLE,
        "no usable answer within "
            + policy.deadline().toSeconds()
            + " s; the last attempt: "
            + last.reason(),
        "check that the workers run and that connect.url is theirs",
        last.cause());
  }

  private ProblemException failure(ErrorCode code, String message, String next, Exception cause) {
    return new ProblemException(Problem.of(code, base.toString(), message, next), cause);
  }

  private HttpRequest request(String method, String path, JsonNode body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(answerTimeout)
            .header("Accept", "application/json");
    authorization.ifPresent(value -> builder.header("Authorization", value));
    if (body == null) {
      return builder.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    try {
      return builder
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot fail to be written", e);
    }
  }

  private void sleep(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(INTERRUPTED, "interrupted", "run the command again", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
