package io.mskcdc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A position in the change log of a source.
 *
 * @param log the name of the log, like {@code binlog}
 * @param text the position as people write it
 * @param fields the parts of the position, by the names that reports use
 * @param lastRecord when the last record before it was made, to the second
 */
public record LogPosition(
    String log, String text, Map<String, JsonNode> fields, Optional<Instant> lastRecord) {

  public LogPosition {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
