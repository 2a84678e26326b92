package io.mskcdc.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Returns each number and boolean of a YAML file as the text that is written. YAML 1.1 reads {@code
 * 010} as 8 and {@code 1_000} as 1000, and no value of an environment is meant so.
 */
final class ScalarTextParser extends JsonParserDelegate {
  private JsonToken current;

  ScalarTextParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    current =
        token != null && (token.isNumeric() || token.isBoolean()) ? JsonToken.VALUE_STRING : token;
    return current;
  }

  @Override
  public JsonToken currentToken() {
    return current;
  }

  @Override
  public int currentTokenId() {
    return current == null ? JsonToken.NOT_AVAILABLE.id() : current.id();
  }
}
