package io.mskcdc.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How far a connector has come.
 *
 * @param text differs whenever the connector has committed another offset
 * @param mayStandStill whether a later commit may go unseen, because it is of the same offset: it
 *     has committed offsets, and is past its snapshot as far as they tell
 */
public record Progress(String text, boolean mayStandStill) {

  /**
   * Reads the progress from a connector's own offsets. Their order means nothing: each worker
   * returns them in another one.
   *
   * @param config the connector's configuration
   * @param offsets the response to {@code GET /connectors/{name}/offsets}
   */
  static Progress of(Map<String, String> config, JsonNode offsets) {
    Optional<SourceConnector> source = SourceConnectors.of(config);
    List<JsonNode> own =
        StreamSupport.stream(offsets.path("offsets").spliterator(), false)
            .filter(
                entry ->
                    source.isEmpty()
                        || source.get().isOwnPartition(config, entry.path("partition")))
            .filter(entry -> entry.hasNonNull("offset"))
            .toList();
    return new Progress(
        own.stream().map(JsonNode::toString).sorted().toList().toString(),
        !own.isEmpty()
            && own.stream().noneMatch(entry -> entry.path("offset").hasNonNull("snapshot")));
  }
}
