package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Records the line and column of each key and value while Jackson builds a tree. */
final class LocatingParser extends JsonParserDelegate {
  private final Path file;
  private final Map<JsonPointer, Location> keys = new HashMap<>();
  private final Map<JsonPointer, Location> values = new HashMap<>();

  /** The place of the key that the parser has just passed, and of its value; null elsewhere. */
  private JsonPointer named;

  LocatingParser(JsonParser parser, Path file) {
    super(parser);
    this.file = file;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (token != null && !token.isStructEnd()) {
      JsonPointer pointer = named == null ? delegate.getParsingContext().pathAsPointer() : named;
      named = token == JsonToken.FIELD_NAME ? pointer : null;
      JsonLocation at = delegate.currentTokenLocation();
      (token == JsonToken.FIELD_NAME ? keys : values)
          .put(pointer, new Location(file, at.getLineNr(), at.getColumnNr()));
    }
    return token;
  }

  Map<JsonPointer, Location> keys() {
    return keys;
  }

  Map<JsonPointer, Location> values() {
    return values;
  }
}
