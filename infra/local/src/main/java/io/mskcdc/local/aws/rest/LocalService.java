package io.mskcdc.local.aws.rest;

import java.util.Optional;

/** One service: which requests are its, and what it answers in its own protocol. */
public interface LocalService {
  /** Returns the name that credentials are scoped to, which is also the prefix of its actions. */
  String name();

  /** Returns the operation that a request calls, known or not; empty when it is none of its. */
  Optional<String> operation(ServiceRequest request);

  /**
   * Answers a request whose signature is right.
   *
   * @throws ServiceError if it is refused
   */
  ServiceResponse answer(String operation, VerifiedRequest call);

  /** Writes a refusal, the server's own ones too. */
  ServiceResponse refusal(ServiceError error);
}
