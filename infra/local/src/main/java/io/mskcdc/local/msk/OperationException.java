package io.mskcdc.local.msk;

import io.mskcdc.local.msk.MskConnectShapes.StateDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Why a connector could not be made or changed, as the service tells it: a code and a line. */
final class OperationException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String UNKNOWN = "UnknownError.Unknown";
  private static final int MOST = 1000;

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

  // A stack trace names its last cause, where there is more than one, at its end.
  private static String cause(String trace) {
    List<String> lines = lines(trace);
    return lines.stream()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, second) -> second)
        .map(line -> line.substring("Caused by: ".length()))
        .orElse(lines.isEmpty() ? "without a word" : lines.get(0));
  }

  private static List<String> lines(String text) {
    return Arrays.stream(text.split("\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * Returns code and message for a description.
   *
   * @param configuration of whose values those that are secrets by their names are left out
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
        code, message.length() > MOST ? message.substring(0, MOST) + "…" : message);
  }
}
