package io.mskcdc.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskcdc.catalog.LogPosition;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.database.LogEnd;
import io.mskcdc.database.NotReachableException;
import io.mskcdc.database.SourceDatabase;
import io.mskcdc.preflight.ConnectorDatabases;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Where a connector stands in the change log of its source.
 *
 * @param reached the position in the connector's stored offset
 * @param logEnd the end of the log; empty if this machine cannot read it
 * @param loss why the log no longer has what follows the position; empty if it has it, or this
 *     machine cannot read it
 */
public record SourcePosition(LogPosition reached, Optional<LogEnd> logEnd, Optional<String> loss) {

  /**
   * Reads a connector's position from its offsets, and the log from its database.
   *
   * @param config the connector's configuration
   * @param offsets the response to {@code GET /connectors/{name}/offsets}
   * @param note receives a sentence for what cannot be read, with the reason
   * @return the position; empty if there is none, or none in a form that is known
   */
  public static Optional<SourcePosition> of(
      Map<String, String> config,
      JsonNode offsets,
      ConnectorDatabases databases,
      Consumer<String> note) {
    for (SourceConnector source : SourceConnectors.candidates(config)) {
      Optional<LogPosition> reached = reached(source, config, offsets);
      if (reached.isPresent()) {
        return Optional.of(inLog(reached.get(), source, config, databases, note));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether nothing is stored, so that a start of the connector reads its source from the
   * beginning.
   *
   * @param offsets the response to {@code GET /connectors/{name}/offsets}
   */
  public static boolean isMissing(JsonNode offsets) {
    return offsets.path("offsets").isEmpty();
  }

  private static Optional<LogPosition> reached(
      SourceConnector source, Map<String, String> config, JsonNode offsets) {
    return StreamSupport.stream(offsets.path("offsets").spliterator(), false)
        .filter(entry -> source.isOwnPartition(config, entry.path("partition")))
        .flatMap(entry -> source.position(entry.path("offset")).stream())
        // Of several tables, the one that is furthest behind.
        .min(Comparator.comparing(position -> position.lastRecord().orElse(Instant.MAX)));
  }

  private static Map<String, String> texts(LogPosition position) {
    return position.fields().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asText()));
  }

  private static SourcePosition inLog(
      LogPosition reached,
      SourceConnector source,
      Map<String, String> config,
      ConnectorDatabases databases,
      Consumer<String> note) {
    try {
      SourceDatabase database = databases.of(source, config);
      Map<String, String> texts = texts(reached);
      return new SourcePosition(reached, Optional.of(database.logEnd(texts)), database.loss(texts));
    } catch (NotReachableException e) {
      note.accept("the end of the server's " + reached.log() + ": " + e.getMessage());
      return new SourcePosition(reached, Optional.empty(), Optional.empty());
    }
  }
}
