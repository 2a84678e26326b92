package io.mskcdc.http;

import io.mskcdc.problem.ProblemException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** One request of a service: how it is built, and which failures are transient. */
public interface Exchange<T> {

  /** Returns the connector or address that problems name. */
  String where();

  /** Builds the request, once for each attempt: a signature expires. */
  HttpRequest request();

  /**
   * Decides whether a response ends the request.
   *
   * @throws ProblemException where the service rejects the request permanently
   */
  Attempt<T> judge(HttpResponse<byte[]> response);

  /**
   * Checks, after an attempt whose effect is unknown, whether the service has carried it out.
   *
   * @return the result, which ends the request; empty where the request is to be repeated
   */
  Optional<T> alreadyApplied();

  /** Returns the problem of a host name that does not resolve. */
  ProblemException hostUnknown(Exception cause);

  /** Returns the problem of a TLS connection that cannot be established. */
  ProblemException untrusted(SSLException cause);

  /**
   * Returns the problem of a service that does not respond in time.
   *
   * @param reason the reason why the last attempt failed
   */
  ProblemException unreachable(String reason, Exception cause);
}
