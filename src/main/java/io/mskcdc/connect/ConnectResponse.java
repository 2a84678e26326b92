package io.mskcdc.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;

/**
 * What a worker answered, and what that means for a client.
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
    } catch (java.io.IOException e) {
      throw new IllegalStateException("an array of bytes cannot fail to be read", e);
    }
  }

  boolean isSuccess() {
    return status >= 200 && status < 300 && json;
  }

  /** Returns whether the worker says that the thing asked for does not exist. */
  boolean isAbsent() {
    return status == 404 && body.path("error_code").asInt() == 404;
  }

  /** Returns the worker's own words, or an empty text. */
  String message() {
    return body.path("message").asText();
  }

  /** Returns whether the same request may succeed later, the first one having done nothing. */
  boolean isTransient() {
    String message = message().toLowerCase(Locale.ROOT);
    return switch (status) {
      // While a worker starts, every path is a 404 without Connect's own JSON.
      case 404 -> !isAbsent();
      case 409 ->
          message.contains("stale configuration")
              || message.contains("no known leader")
              || message.contains("conflicting operation");
      case 500 -> !body.isObject() || message.contains("rebalance is expected");
      default -> false;
    };
  }

  /** Returns whether the worker gave up waiting for itself; what was asked for may be done yet. */
  boolean isTimeout() {
    return status == 500 && message().startsWith("Request timed out");
  }

  /** Returns a few words on a transient answer, for the line that says what is waited for. */
  String reason() {
    String message = message();
    return message.isEmpty() ? "HTTP " + status + " without an answer of Connect" : message;
  }
}
