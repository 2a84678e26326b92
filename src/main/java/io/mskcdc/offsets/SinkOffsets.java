package io.mskcdc.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SinkTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The offsets of a sink. A sink stays RUNNING although its topics do not exist, so its state alone
 * does not show that it reads them.
 */
public final class SinkOffsets {
  private SinkOffsets() {}

  /**
   * Returns the topics of a sink of which no offset is stored, as text; empty if there is none, or
   * for a source.
   *
   * @param offsets reads the response to {@code GET /connectors/{name}/offsets}; not called for a
   *     source
   */
  public static Optional<String> unread(Map<String, String> config, Supplier<JsonNode> offsets) {
    if (!SinkTopics.areIn(config)) {
      return Optional.empty();
    }
    Set<String> read =
        StreamSupport.stream(offsets.get().path("offsets").spliterator(), false)
            .map(entry -> entry.path("partition").path("kafka_topic").asText())
            .collect(Collectors.toSet());
    List<String> unread =
        CommaList.of(config.getOrDefault(SinkTopics.LIST, "")).stream()
            .filter(topic -> !read.contains(topic))
            .toList();
    if (unread.isEmpty() && !read.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(unread.isEmpty() ? "a topic" : String.join(", ", unread));
  }
}
