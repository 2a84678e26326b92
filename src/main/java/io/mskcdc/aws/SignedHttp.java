package io.mskcdc.aws;

import static io.mskcdc.problem.ErrorCode.AWS_HOST_UNKNOWN;
import static io.mskcdc.problem.ErrorCode.AWS_SERVER_ERROR;
import static io.mskcdc.problem.ErrorCode.AWS_THROTTLED;
import static io.mskcdc.problem.ErrorCode.AWS_TLS;
import static io.mskcdc.problem.ErrorCode.AWS_UNREACHABLE;
import static io.mskcdc.problem.ErrorCode.INTERRUPTED;

import io.mskcdc.http.RetryPolicy;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Sends requests to a service, and repeats with growing pauses what was throttled, failed in the
 * service or did not get through.
 */
public final class SignedHttp {
  private static final int LARGE = 1 << 20;

  private final AwsService service;
  private final Signer signer;
  private final HttpClient client;
  private final RetryPolicy policy;
  private final Consumer<String> progress;

  SignedHttp(
      AwsService service,
      Signer signer,
      HttpClient client,
      RetryPolicy policy,
      Consumer<String> progress) {
    this.service = service;
    this.signer = signer;
    this.client = client;
    this.policy = policy;
    this.progress = progress;
  }

  /** Returns how long to go on, for what only time can mend. */
  public RetryPolicy policy() {
    return policy;
  }

  /**
   * Sends a request.
   *
   * @param read takes what is needed from an answer: a success, or an expected error
   * @param landed asked before a repetition when nobody knows whether the attempt before was
   *     carried out; what it returns ends the request
   */
  public <T> T send(
      AwsRequest request, Function<AwsResponse, T> read, Supplier<Optional<T>> landed) {
    long giveUp = System.nanoTime() + patience(request).toNanos();
    String lastReason = null;
    for (int attempt = 0; ; attempt++) {
      Attempt result = attempt(request);
      if (result.reply() != null) {
        return read.apply(result.reply());
      }
      if (result.mayHaveLanded()) {
        Optional<T> done = landed.get();
        if (done.isPresent()) {
          return done.get();
        }
      }
      Duration delay = policy.delay(attempt);
      if (System.nanoTime() + delay.toNanos() > giveUp) {
        throw failure(request, result);
      }
      if (!result.reason().equals(lastReason)) {
        lastReason = result.reason();
        progress.accept("waiting for " + service.title() + ": " + lastReason);
      }
      pause(request.resource(), delay);
    }
  }

  /**
   * Waits between two looks at something that takes its time.
   *
   * @param resource what is waited for
   */
  public void pause(String resource, Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(resource, e);
    }
  }

  // A file that takes minutes to send deserves a second attempt even so.
  private Duration patience(AwsRequest request) {
    boolean large = request.content() != null && request.content().length() > LARGE;
    return large ? policy.deadline().plus(request.timeout()) : policy.deadline();
  }

  /** The end of one attempt: an answer, or the reason to try again. */
  private record Attempt(
      AwsResponse reply, AwsError error, String reason, boolean mayHaveLanded, Exception cause) {
    static Attempt again(String reason, boolean mayHaveLanded, Exception cause) {
      return new Attempt(null, null, reason, mayHaveLanded, cause);
    }
  }

  private Attempt attempt(AwsRequest request) {
    try {
      HttpResponse<byte[]> response =
          client.send(signer.sign(request), HttpResponse.BodyHandlers.ofByteArray());
      AwsResponse reply =
          new AwsResponse(response.statusCode(), response.headers(), response.body());
      return reply.isSuccess()
          ? new Attempt(reply, null, null, false, null)
          : judged(request, reply);
    } catch (HttpConnectTimeoutException e) {
      return Attempt.again("no connection", false, e);
    } catch (HttpTimeoutException e) {
      return Attempt.again("no answer within " + request.timeout().toSeconds() + " s", true, e);
    } catch (ConnectException e) {
      if (isUnresolved(e)) {
        throw problem(
            AWS_HOST_UNKNOWN,
            request,
            "the host " + service.endpoint().getHost() + " is unknown",
            "check the region and the endpoint",
            e);
      }
      return Attempt.again("connection refused", false, e);
    } catch (SSLException e) {
      throw problem(
          AWS_TLS,
          request,
          "no trusted connection to " + service.endpoint() + ": " + e.getMessage(),
          "check the endpoint, and the certificates that this machine trusts",
          e);
    } catch (IOException e) {
      return Attempt.again("the connection broke", true, e);
    } catch (InterruptedException e) {
      throw interrupted(request.resource(), e);
    }
  }

  private static boolean isUnresolved(ConnectException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  private Attempt judged(AwsRequest request, AwsResponse reply) {
    AwsError error = AwsError.of(reply);
    if (request.expected().test(error)) {
      return new Attempt(reply, error, null, false, null);
    }
    if (error.isThrottled()) {
      return new Attempt(null, error, "throttled", false, null);
    }
    if (error.isServerError()) {
      return new Attempt(null, error, "HTTP " + error.status(), true, null);
    }
    throw AwsErrors.of(service, request, error);
  }

  private ProblemException failure(AwsRequest request, Attempt last) {
    String within = " within " + patience(request).toSeconds() + " s";
    if (last.error() == null) {
      return problem(
          AWS_UNREACHABLE,
          request,
          "no answer of " + service.endpoint() + within + "; the last attempt: " + last.reason(),
          "check the network and the endpoint, then run the command again",
          last.cause());
    }
    boolean throttled = last.error().isThrottled();
    return problem(
        throttled ? AWS_THROTTLED : AWS_SERVER_ERROR,
        request,
        (throttled ? "throttled" : "failed")
            + " at each attempt"
            + within
            + AwsErrors.words(last.error()),
        "run the command again later: it goes on from where things are",
        null);
  }

  private static ProblemException interrupted(String resource, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProblemException(
        Problem.of(INTERRUPTED, resource, "interrupted", "run the command again"), e);
  }

  private ProblemException problem(
      ErrorCode code, AwsRequest request, String message, String next, Exception cause) {
    return new ProblemException(
        Problem.of(code, request.resource(), request.operation() + ": " + message, next), cause);
  }
}
