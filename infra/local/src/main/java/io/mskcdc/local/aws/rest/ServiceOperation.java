package io.mskcdc.local.aws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of a service. */
public interface ServiceOperation {
  /**
   * Returns the operation's output, with the member names of the service's model.
   *
   * @throws ServiceError if the request is refused
   */
  ObjectNode answer(Input input, VerifiedRequest call);
}
