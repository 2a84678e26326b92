package io.mskcdc.local.msk;

import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The reason why a change of a connector failed, as the service reports it: code and message. */
final class OperationException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String UNKNOWN = "UnknownError.Unknown";
  private static final int MAX_MESSAGE = 1000;

  private final String code;

  OperationException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The workers refused a configuration. */
  static OperationException refused(String message) {
    return new OperationException(
        "InvalidInput.InvalidConnectorConfiguration",
        "The connector configuration is invalid: " + String.join(" ", lines(message)));
  }

  /** The connector or a task failed. */
  static OperationException failed(String trace) {
    return new OperationException(UNKNOWN, "The connector failed: " + cause(trace));
  }

  static OperationException unknown(String message) {
    return new OperationException(UNKNOWN, message);
  }

  // The last "Caused by" of a stack trace is the root cause.
  private static String cause(String trace) {
    List<String> lines = lines(trace);
    return lines.stream()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, second) -> second)
        .map(line -> line.substring("Caused by: ".length()))
        .orElse(lines.isEmpty() ? "no reason given" : lines.get(0));
  }

  private static List<String> lines(String text) {
    return Arrays.stream(text.split("\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * Returns code and message without the secrets of a configuration.
   *
   * @param configuration the connector's; values of keys like password are removed from the message
   */
  StateDescription description(Map<String, String> configuration) {
    String message = getMessage();
    for (Map.Entry<String, String> entry : configuration.entrySet()) {
      boolean secret = entry.getKey().matches("(?i).*(password|secret|token|credential|\\.key$).*");
      if (secret && entry.getValue().length() > 3) {
        message = message.replace(entry.getValue(), "[hidden]");
      }
    }
    return new StateDescription(
        code, message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
  }
}
