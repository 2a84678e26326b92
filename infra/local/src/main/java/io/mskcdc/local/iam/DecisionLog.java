package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The log of allowed and denied actions, with a JSON object in each line.
 *
 * <p>It contains every denial. It contains an allowed or optional action only once after each start
 * of the broker.
 */
final class DecisionLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Set<Decision> written = ConcurrentHashMap.newKeySet();

  DecisionLog(Path file) {
    this.file = file;
  }

  /**
   * One line.
   *
   * @param decision {@code allowed} or {@code denied}
   * @param optional whether the request succeeds without this action: the response then lacks
   *     something, such as a topic in a list or the configuration of a new topic
   * @param client the client id; for a login the user agent
   * @param action as in a policy, such as {@code kafka-cluster:ReadData}
   * @param resource the ARN
   * @param request the name in Kafka's protocol, such as {@code Fetch}
   */
  record Decision(
      String decision,
      boolean optional,
      String principal,
      String client,
      String action,
      String resource,
      String request) {
    static String of(boolean allowed) {
      return allowed ? "allowed" : "denied";
    }
  }

  void write(Decision decision) {
    boolean refused = decision.decision().equals(Decision.of(false)) && !decision.optional();
    if (!refused && !written.add(decision)) {
      return;
    }
    try {
      String line = JSON.writeValueAsString(decision) + "\n";
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
