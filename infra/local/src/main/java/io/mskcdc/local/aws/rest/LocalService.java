package io.mskcdc.local.aws.rest;

import java.util.Optional;

/**
 * A service in its protocol. {@link RestJsonService} and {@link AwsJsonService} implement the
 * protocols.
 */
public interface LocalService {
  /** Returns the name in the scope of a signature, which is also the prefix of policy actions. */
  String name();

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
