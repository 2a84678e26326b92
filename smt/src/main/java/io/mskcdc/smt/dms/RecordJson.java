package io.mskcdc.smt.dms;

import io.mskcdc.smt.values.JsonLexer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a record's value from JSON, because MirrorMaker gives bytes to its transforms.
 *
 * <p>The values are those of Connect's JsonConverter without schemas: text, Long, Double, Boolean,
 * maps and lists. An integer that a Long cannot hold becomes its text, without a loss.
 */
final class RecordJson {

  /** Records of DMS have four levels. The limit keeps the recursion from overflowing the stack. */
  private static final int MAX_DEPTH = 100;

  private final JsonLexer lexer;
  private final String text;
  private int at;

  private RecordJson(String text) {
    this.text = text;
    lexer = new JsonLexer(text);
  }

  /** Returns the value, or null if the bytes are not an object in JSON. */
  static Map<?, ?> read(byte[] json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      RecordJson reader = new RecordJson(text);
      Object value = reader.value(0);
      return reader.at == text.length() && value instanceof Map<?, ?> object ? object : null;
    } catch (CharacterCodingException | MalformedException e) {
      return null;
    }
  }

  /** The text is not JSON; never leaves this class. */
  private static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException() {
      super(null, null, false, false);
    }
  }

  /** Reads a value and the blanks on both sides of it. */
  private Object value(int depth) {
    blanks();
    Object value =
        switch (lexer.charAt(at)) {
          case '{' -> object(depth + 1);
          case '[' -> array(depth + 1);
          case '"' -> string();
          default -> literal();
        };
    blanks();
    return value;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    open(depth);
    if (!closes('}')) {
      do {
        blanks();
        String name = string();
        blanks();
        require(':');
        object.put(name, value(depth));
      } while (continues('}'));
    }
    return object;
  }

  private List<Object> array(int depth) {
    List<Object> array = new ArrayList<>();
    open(depth);
    if (!closes(']')) {
      do {
        array.add(value(depth));
      } while (continues(']'));
    }
    return array;
  }

  private void open(int depth) {
    at++;
    blanks();
    if (depth > MAX_DEPTH) {
      throw new MalformedException();
    }
  }

  private boolean closes(char end) {
    if (lexer.charAt(at) != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char end) {
    if (closes(end)) {
      return false;
    }
    require(',');
    return true;
  }

  private void require(char c) {
    if (!closes(c)) {
      throw new MalformedException();
    }
  }

  private String string() {
    int from = at;
    moveTo(lexer.endOfString(from));
    return lexer.unescape(from, at);
  }

  private Object literal() {
    int from = at;
    moveTo(lexer.endOfLiteral(from));
    String token = text.substring(from, at);
    return switch (token) {
      case "null" -> null;
      case "true", "false" -> Boolean.valueOf(token);
      default -> number(token);
    };
  }

  private static Object number(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (".eE".indexOf(token.charAt(i)) >= 0) {
        return Double.valueOf(token);
      }
    }
    try {
      return Long.valueOf(token);
    } catch (NumberFormatException e) {
      return token;
    }
  }

  private void moveTo(int end) {
    if (end == JsonLexer.INVALID) {
      throw new MalformedException();
    }
    at = end;
  }

  private void blanks() {
    at = lexer.skipBlanks(at);
  }
}
