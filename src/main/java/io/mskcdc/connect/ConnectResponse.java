package io.mskcdc.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Locale;

/**
 * A worker's response.
 *
 * @param status the HTTP status
 * @param body the body; missing where it was empty
 * @param json whether the body is empty or JSON
 */
record ConnectResponse(int status, JsonNode body, boolean json) {

  static ConnectResponse parse(ObjectMapper mapper, int status, byte[] bytes) {
    if (bytes.length == 0) {
      return new ConnectResponse(status, MissingNode.getInstance(), true);
    }
    try {
      return new ConnectResponse(status, mapper.readTree(bytes), true);
    } catch (JsonProcessingException e) {
      return new ConnectResponse(status, MissingNode.getInstance(), false);
    } catch (IOException e) {
      throw new IllegalStateException("an array of bytes cannot fail to be read", e);
    }
  }

  boolean isSuccess() {
    return status >= 200 && status < 300 && json;
  }

  /** Returns whether Connect itself reports that the resource does not exist. */
  boolean isAbsent() {
    return status == 404 && body.path("error_code").asInt() == 404 && !isUnknownPath();
  }

  /**
   * Returns whether the server does not know the path. Schema registries and REST proxies have
   * Connect's shape of errors, and this message. Connect names the connector that is absent.
   */
  private boolean isUnknownPath() {
    return status == 404 && message().equals("HTTP 404 Not Found");
  }

  /**
   * Returns whether it is a success that Connect does not have: only its 202 and 204 may be empty.
   */
  boolean isEmptySuccess() {
    return (status == 200 || status == 201) && json && body.isMissingNode();
  }

  /** Returns the worker's message, or an empty text. */
  String message() {
    return body.path("message").asText();
  }

  /** Returns whether the request may succeed later. */
  boolean isTransient() {
    String message = message().toLowerCase(Locale.ROOT);
    return switch (status) {
      // A worker that is starting returns 404 without Connect's JSON for every path.
      case 404 -> !isAbsent() && !isUnknownPath();
      case 409 ->
          message.contains("stale configuration")
              || message.contains("no known leader")
              || message.contains("conflicting operation");
      case 500 -> !body.isObject() || isTimeout() || isForwarding() || isRebalance();
      // Of a load balancer or proxy, while workers restart or are busy.
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Returns whether a worker may have carried out the request, or may still do so. */
  boolean mayBeApplied() {
    return status >= 500 && !isRebalance();
  }

  private boolean isRebalance() {
    return message().toLowerCase(Locale.ROOT).contains("rebalance is expected");
  }

  /** Whether the worker's own time limit expired. */
  private boolean isTimeout() {
    return message().startsWith("Request timed out");
  }

  /** Returns whether the worker's time limit expired while it validated a configuration. */
  boolean isValidationTimeout() {
    return isTimeout() && message().contains("validation");
  }

  /**
   * Returns whether the worker's own code failed, as Connect 3.7 does where a connector's
   * validation returns no value for an option.
   */
  boolean isBrokenValidation() {
    return status == 500
        && (message().contains("NullPointerException") || message().startsWith("Cannot invoke \""));
  }

  /** Whether a worker lost the connection to the leader, as in a rolling restart. */
  private boolean isForwarding() {
    return message().startsWith("IO Error trying to forward REST request");
  }

  /** Returns the reason of a transient failure in a few words. */
  String reason() {
    String message = message();
    return message.isEmpty() ? "HTTP " + status + " without a response of Connect" : message;
  }
}
