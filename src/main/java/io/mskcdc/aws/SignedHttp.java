package io.mskcdc.aws;

import static io.mskcdc.problem.ErrorCode.AWS_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.AWS_SERVER_ERROR;
import static io.mskcdc.problem.ErrorCode.AWS_THROTTLED;
import static io.mskcdc.problem.ErrorCode.AWS_TLS;
import static io.mskcdc.problem.ErrorCode.AWS_UNREACHABLE;

import io.mskcdc.http.Attempt;
import io.mskcdc.http.Exchange;
import io.mskcdc.http.RetryPolicy;
import io.mskcdc.http.RetryingClient;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Sends signed requests to a service. Repeats, with growing pauses, requests that were throttled,
 * failed in the service or did not reach it.
 */
public final class SignedHttp {
  private static final int LARGE = 1 << 20;

  private final AwsService service;
  private final Signer signer;
  private final RetryingClient client;
  private final RetryPolicy policy;

  SignedHttp(AwsService service, Signer signer, RetryingClient client, RetryPolicy policy) {
    this.service = service;
    this.signer = signer;
    this.client = client;
    this.policy = policy;
  }

  /** Returns how long and how often requests are repeated. */
  public RetryPolicy policy() {
    return policy;
  }

  /**
   * Sends a request.
   *
   * @param read converts a response: a success, or an expected error
   * @param alreadyApplied called before a repetition if the effect of the previous attempt is
   *     unknown; a value ends the request
   */
  public <T> T send(
      AwsRequest request, Function<AwsResponse, T> read, Supplier<Optional<T>> alreadyApplied) {
    return client.send(new SignedExchange<>(request, read, alreadyApplied), deadline(request));
  }

  /** Allows a second attempt even if it takes minutes to send the content. */
  private Duration deadline(AwsRequest request) {
    boolean large = request.content() != null && request.content().length() > LARGE;
    return large ? policy.deadline().plus(request.timeout()) : policy.deadline();
  }

  /** One request, and the meaning of its responses. */
  private final class SignedExchange<T> implements Exchange<T> {
    private final AwsRequest request;
    private final Function<AwsResponse, T> read;
    private final Supplier<Optional<T>> applied;

    SignedExchange(
        AwsRequest request, Function<AwsResponse, T> read, Supplier<Optional<T>> applied) {
      this.request = request;
      this.read = read;
      this.applied = applied;
    }

    @Override
    public String where() {
      return request.resource();
    }

    @Override
    public HttpRequest request() {
      return signer.sign(request);
    }

    @Override
    public Attempt<T> judge(HttpResponse<byte[]> raw) {
      AwsResponse response = new AwsResponse(raw.statusCode(), raw.headers(), raw.body());
      if (response.isSuccess()) {
        return new Attempt.Answered<>(read.apply(response));
      }
      AwsError error = AwsError.of(response);
      if (request.expected().test(error)) {
        return new Attempt.Answered<>(read.apply(response));
      }
      if (error.isThrottled()) {
        return failed("throttled", false, AWS_THROTTLED, "throttled", error);
      }
      if (error.isServerError()) {
        return failed("HTTP " + error.status(), true, AWS_SERVER_ERROR, "failed", error);
      }
      throw AwsErrors.of(service, request, error);
    }

    private Attempt<T> failed(
        String reason, boolean mayBeApplied, ErrorCode code, String what, AwsError error) {
      return new Attempt.Failed<>(
          reason,
          mayBeApplied,
          problem(
              code,
              what + " at each attempt" + within() + AwsErrors.words(error),
              "run the command again later: it continues where this one ended",
              null));
    }

    @Override
    public Optional<T> alreadyApplied() {
      return applied.get();
    }

    @Override
    public ProblemException hostUnknown(Exception cause) {
      return problem(
          AWS_HOST_UNKNOWN,
          "the host " + service.endpoint().getHost() + " is unknown",
          "check the region and the endpoint",
          cause);
    }

    @Override
    public ProblemException untrusted(SSLException cause) {
      return problem(
          AWS_TLS,
          "no trusted connection to " + service.endpoint() + ": " + cause.getMessage(),
          "check the endpoint, and the certificates that this machine trusts",
          cause);
    }

    @Override
    public ProblemException unreachable(String reason, Exception cause) {
      return problem(
          AWS_UNREACHABLE,
          "no response from " + service.endpoint() + within() + "; the last attempt: " + reason,
          "check the network and the endpoint, then run the command again",
          cause);
    }

    private String within() {
      return " within " + deadline(request).toSeconds() + " s";
    }

    private ProblemException problem(ErrorCode code, String message, String next, Exception cause) {
      return new ProblemException(
          Problem.of(code, request.resource(), request.operation() + ": " + message, next), cause);
    }
  }
}
