package io.mskcdc.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.LogPosition;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.database.NotReachableException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a connector stands in the change log of its source.
 *
 * @param reached the position in the connector's stored offset
 * @param logEnd the end of the log; empty if this machine cannot read it
 */
public record SourcePosition(LogPosition reached, Optional<String> logEnd) {

  /**
   * Reads a connector's position from its offsets, and the log's end from its database.
   *
   * @param config the connector's configuration
   * @param offsets the response to {@code GET /connectors/{name}/offsets}
   * @param note receives a sentence if the log's end cannot be read, with the reason
   * @return the position; empty if there is none, or none in a form that is known
   */
  public static Optional<SourcePosition> of(
      Map<String, String> config, JsonNode offsets, Consumer<String> note) {
    for (SourceConnector source : SourceConnectors.candidates(config)) {
      Optional<LogPosition> reached = reached(source, offsets);
      if (reached.isPresent()) {
        String log = reached.get().log();
        return Optional.of(new SourcePosition(reached.get(), logEnd(source, config, log, note)));
      }
    }
    return Optional.empty();
  }

  private static Optional<LogPosition> reached(SourceConnector source, JsonNode offsets) {
    for (JsonNode entry : offsets.path("offsets")) {
      Optional<LogPosition> position = source.position(entry.path("offset"));
      if (position.isPresent()) {
        return position;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> logEnd(
      SourceConnector source, Map<String, String> config, String log, Consumer<String> note) {
    try {
      return Optional.of(source.database(config).logEnd());
    } catch (NotReachableException e) {
      note.accept("the end of the server's " + log + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
