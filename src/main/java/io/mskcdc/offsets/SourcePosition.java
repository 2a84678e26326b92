package io.mskcdc.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a Debezium MySQL connector has come.
 *
 * @param file the binlog file
 * @param position the position in it, in bytes
 * @param gtids the executed GTIDs; empty where the server has none
 * @param lastRecord when the last record it handled was made, to the second
 */
public record SourcePosition(
    String file, long position, Optional<String> gtids, Optional<Instant> lastRecord) {

  /** Reads it out of what {@code GET /connectors/{name}/offsets} answers; empty when not there. */
  public static Optional<SourcePosition> of(JsonNode offsets) {
    for (JsonNode entry : offsets.path("offsets")) {
      JsonNode offset = entry.path("offset");
      if (offset.hasNonNull("file") && offset.hasNonNull("pos")) {
        return Optional.of(
            new SourcePosition(
                offset.path("file").asText(),
                offset.path("pos").asLong(),
                Optional.ofNullable(offset.path("gtids").asText(null)),
                offset.hasNonNull("ts_sec")
                    ? Optional.of(Instant.ofEpochSecond(offset.path("ts_sec").asLong()))
                    : Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /** Returns file and position as people write them. */
  public String text() {
    return file + ":" + position;
  }
}
