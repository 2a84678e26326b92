package io.mskcdc.local.aws.rest;

import java.util.Optional;

/**
 * A service in its protocol. {@link RestJsonService} and {@link AwsJsonService} implement the
 * protocols.
 */
public interface LocalService {
  /** The size of the largest body that most services accept, in bytes. */
  int DEFAULT_MAX_BODY = 1 << 20;

  /** Returns the name in the scope of a signature, which is also the prefix of policy actions. */
  String name();

  /** Returns the size of the largest body that the service accepts, in bytes. */
  default int maxBody() {
    return DEFAULT_MAX_BODY;
  }

  /**
   * Returns the name of the operation that a request calls, even if the service lacks it; empty if
   * the request is for another service.
   */
  Optional<String> operation(ServiceRequest request);

  /**
   * Answers a request whose signature is verified.
   *
   * @throws ServiceError if the request is refused
   */
  ServiceResponse answer(String operation, VerifiedRequest call);

  /** Writes an error: one of the service, or one of the server, such as a wrong signature. */
  ServiceResponse error(ServiceError error);
}
