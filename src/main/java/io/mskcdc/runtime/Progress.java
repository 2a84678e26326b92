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
 * @param stage how far it is, as far as its offsets tell
 */
public record Progress(String text, Stage stage) {

  /** What the offsets tell about a connector's snapshot. */
  public enum Stage {
    /** Nothing, or it has committed none. */
    UNKNOWN,
    /** The last offset is of a snapshot. It stays so until the first offset after the snapshot. */
    SNAPSHOT,
    /** It is past its snapshot. */
    STREAMING
  }

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
        own.stream().map(JsonNode::toString).sorted().toList().toString(), stage(own));
  }

  private static Stage stage(List<JsonNode> offsets) {
    if (offsets.isEmpty()) {
      return Stage.UNKNOWN;
    }
    return offsets.stream().anyMatch(entry -> entry.path("offset").hasNonNull("snapshot"))
        ? Stage.SNAPSHOT
        : Stage.STREAMING;
  }

  /** Returns whether a later commit may go unseen, because it is of the same offset. */
  public boolean mayStandStill() {
    return stage == Stage.STREAMING;
  }
}
