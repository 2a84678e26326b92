package io.mskcdc.local.aws.rest;

import java.util.Map;

/** The response of a service; the server adds the request ID. */
public record ServiceResponse(int status, Map<String, String> headers, byte[] body) {
  // The body may hold a secret.
  @Override
  public String toString() {
    return "status " + status;
  }
}
