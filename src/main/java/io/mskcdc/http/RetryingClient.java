package io.mskcdc.http;

import io.mskcdc.http.Attempt.Answered;
import io.mskcdc.http.Attempt.Failed;
import io.mskcdc.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Sends requests to one service, and repeats them with growing pauses after transient failures. */
public final class RetryingClient {
  /** After this time without an answer, a line says what is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A service that restarts part by part fails for the same reason request after request. */
  private static final Duration KNOWN = Duration.ofMinutes(1);

  private final HttpClient client;
  private final RetryPolicy policy;
  private final Time time;
  private final String service;
  private final Consumer<String> progress;
  private final Duration patience;

  /** Whether the service has answered: its address is not wrong if a name server fails later. */
  private volatile boolean isKnown;

  /** When each reason to wait was seen last. */
  private final Map<String, Duration> seen = new ConcurrentHashMap<>();

  /**
   * @param service the service's name or address, for the line that is printed while waiting
   * @param progress receives one line for each reason to wait that the last minute did not have
   */
  public RetryingClient(
      HttpClient client, RetryPolicy policy, Time time, String service, Consumer<String> progress) {
    this(client, policy, time, service, progress, PATIENCE);
  }

  RetryingClient(
      HttpClient client,
      RetryPolicy policy,
      Time time,
      String service,
      Consumer<String> progress,
      Duration patience) {
    this.client = client;
    this.policy = policy;
    this.time = time;
    this.service = service;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * Sends a request until an attempt succeeds, and throws the last problem where none does.
   *
   * @param deadline how long to repeat it, counted from the first attempt
   */
  public <T> T send(Exchange<T> exchange, Duration deadline) {
    Duration end = time.now().plus(deadline);
    String lastReason = null;
    for (int attempt = 0; ; attempt++) {
      Attempt<T> result = attempt(exchange);
      if (result instanceof Answered<T> answered) {
        return answered.value();
      }
      Failed<T> failed = (Failed<T>) result;
      // A request that was carried out has succeeded, even after the deadline.
      Optional<T> applied = failed.mayBeApplied() ? exchange.alreadyApplied() : Optional.empty();
      if (applied.isPresent()) {
        return applied.get();
      }
      Duration delay = policy.delay(attempt);
      if (time.now().plus(delay).compareTo(end) > 0) {
        throw failed.problem();
      }
      if (!failed.reason().equals(lastReason)) {
        lastReason = failed.reason();
        announce(lastReason);
      }
      time.pause(delay, exchange.where());
    }
  }

  private void announce(String reason) {
    Duration now = time.now();
    Duration before = seen.put(reason, now);
    if (before == null || now.minus(before).compareTo(KNOWN) > 0) {
      progress.accept("waiting for " + service + ": " + reason);
    }
  }

  private <T> Attempt<T> attempt(Exchange<T> exchange) {
    HttpRequest request = exchange.request();
    try {
      HttpResponse<byte[]> answer = answer(request);
      isKnown = true;
      return exchange.judge(answer);
    } catch (HttpConnectTimeoutException e) {
      return failed(exchange, "no connection" + within(client.connectTimeout()), false, e);
    } catch (HttpTimeoutException e) {
      return failed(exchange, "no answer" + within(request.timeout()), true, e);
    } catch (ConnectException e) {
      if (isUnresolved(e)) {
        if (!isKnown) {
          throw exchange.hostUnknown(e);
        }
        return failed(exchange, "its host is not resolved any more", false, e);
      }
      return failed(exchange, "connection refused", false, e);
    } catch (SSLException e) {
      throw exchange.untrusted(e);
    } catch (ProtocolException e) {
      return failed(exchange, "the answer is not valid HTTP", true, e);
    } catch (IOException e) {
      return failed(exchange, "the connection broke", true, e);
    } catch (InterruptedException e) {
      throw Time.interrupted(exchange.where(), e);
    }
  }

  /**
   * Sends a request and reads the whole answer within the request's time limit. The client itself
   * limits the time until the answer's head only, and a body may arrive without end.
   */
  private HttpResponse<byte[]> answer(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    Duration limit = request.timeout().orElseThrow();
    try {
      if (limit.compareTo(patience) <= 0) {
        return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      }
      try {
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        announce("no answer to %s %s yet".formatted(request.method(), request.uri().getPath()));
        return answer.get(limit.minus(patience).toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("the answer did not end in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof NumberFormatException cause) {
        // The client does not check the length in an answer's head before it converts it.
        throw (IOException) new ProtocolException(cause.getMessage()).initCause(cause);
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static <T> Attempt<T> failed(
      Exchange<T> exchange, String reason, boolean mayBeApplied, Exception cause) {
    return new Failed<>(reason, mayBeApplied, exchange.unreachable(reason, cause));
  }

  private static String within(Optional<Duration> timeout) {
    return timeout.map(limit -> " within " + limit.toSeconds() + " s").orElse("");
  }

  private static boolean isUnresolved(ConnectException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }
}
