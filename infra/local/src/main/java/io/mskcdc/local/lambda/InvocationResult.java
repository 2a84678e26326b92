package io.mskcdc.local.lambda;

import java.nio.charset.StandardCharsets;

/**
 * The end of an invocation.
 *
 * @param requestId the id of the invocation
 * @param response the function's answer; empty if it failed
 * @param error why it failed, such as its error in JSON; null if it succeeded
 */
public record InvocationResult(String requestId, byte[] response, String error) {
  static InvocationResult success(String requestId, byte[] response) {
    return new InvocationResult(requestId, response, null);
  }

  static InvocationResult failure(String requestId, String error) {
    return new InvocationResult(requestId, new byte[0], error);
  }

  public boolean isSuccess() {
    return error == null;
  }

  /** Returns the answer as text. */
  public String text() {
    return new String(response, StandardCharsets.UTF_8);
  }
}
