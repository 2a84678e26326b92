package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Deleter.Remains;

/** What remains of a connector that was deleted. */
final class RemainsText {
  private RemainsText() {}

  static String of(Remains remains) {
    StringBuilder out = new StringBuilder(remains.name()).append(": deleted; what remains:\n");
    out.append("  topics: ")
        .append(
            remains
                .topics()
                .map(topics -> topics.isEmpty() ? "none" : String.join(", ", topics))
                .orElse("not known, the workers do not track them"))
        .append('\n');
    remains
        .historyTopic()
        .ifPresent(topic -> out.append("  schema history: ").append(topic).append('\n'));
    return out.append("  offsets: kept under the connector's name, where a new ")
        .append(remains.name())
        .append(" goes on from them; saved in ")
        .append(remains.offsets())
        .append('\n')
        .toString();
  }

  static void fill(ObjectNode node, Remains remains) {
    node.put("name", remains.name());
    node.put("offsetsSavedIn", remains.offsets().toString());
    remains
        .topics()
        .ifPresent(
            topics -> {
              ArrayNode list = node.putArray("topics");
              topics.forEach(list::add);
            });
    remains.historyTopic().ifPresent(topic -> node.put("historyTopic", topic));
  }
}
