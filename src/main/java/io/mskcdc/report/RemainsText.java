package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.apply.Deleter.Remains;

/** Writes what remains of a deleted connector. */
final class RemainsText {
  private RemainsText() {}

  static String of(Remains remains) {
    StringBuilder out =
        new StringBuilder(remains.name())
            .append(": deleted; what remains, unless it was deleted before:\n");
    // Workers forget the topics of a connector when it is deleted and created again.
    out.append("  topics since its creation: ")
        .append(
            remains
                .topics()
                .map(topics -> topics.isEmpty() ? "none" : String.join(", ", topics))
                .orElse("not known, because the workers do not track them"))
        .append('\n');
    remains
        .historyTopic()
        .ifPresent(topic -> out.append("  schema history: ").append(topic).append('\n'));
    if (!remains.internalTopics().isEmpty()) {
      out.append("  internal topics: ")
          .append(String.join(", ", remains.internalTopics()))
          .append('\n');
    }
    return out.append("  offsets: ").append(offsets(remains)).append('\n').toString();
  }

  private static String offsets(Remains remains) {
    String goesOn = ", where a new " + remains.name() + " goes on from them";
    if (remains.offsets().isPresent() || remains.group().isPresent()) {
      return remains
              .group()
              .map(
                  group ->
                      "in the group "
                          + group
                          + goesOn
                          + " until the brokers remove them, after 7 days by default")
              .orElse("kept under the connector's name" + goesOn)
          + remains.offsets().map(file -> "; saved in " + file).orElse("");
    }
    return remains
        .offsetTopic()
        .map(topic -> "in " + topic + goesOn)
        .orElse("in an internal topic, which a new " + remains.name() + " does not read");
  }

  static void fill(ObjectNode node, Remains remains) {
    node.put("name", remains.name());
    remains.offsets().ifPresent(file -> node.put("offsetsSavedIn", file.toString()));
    remains.offsetTopic().ifPresent(topic -> node.put("offsetTopic", topic));
    remains.group().ifPresent(group -> node.put("consumerGroup", group));
    ArrayNode internal = node.putArray("internalTopics");
    remains.internalTopics().forEach(internal::add);
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
