package io.mskcdc.local.aws.rest;

import java.util.Map;

/** What a service answers; the server adds the request's id. */
public record ServiceResponse(int status, Map<String, String> headers, byte[] body) {
  // The body may hold a secret.
  @Override
  public String toString() {
    return "status " + status;
  }
}
