package io.mskcdc.local.aws;

import java.util.Optional;

/** One service: which requests are its, and what it answers in its own protocol. */
public interface AwsService {
  /** Returns the name that credentials are scoped to, which is also the prefix of its actions. */
  String name();

  /** Returns the operation that a request calls, known or not; empty when it is none of its. */
  Optional<String> operation(AwsRequest request);

  /**
   * Answers a request whose signature is right.
   *
   * @throws AwsError if it is refused
   */
  AwsResponse answer(String operation, Call call);

  /** Writes a refusal, the server's own ones too. */
  AwsResponse refusal(AwsError error);
}
