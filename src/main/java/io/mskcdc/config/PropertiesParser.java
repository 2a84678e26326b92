package io.mskcdc.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads a properties file as {@link Properties} does, and records where each key and value is
 * written.
 */
final class PropertiesParser {
  private static final String BLANKS = " \t\f";
  private static final String LINE_ENDS = "\r\n";

  private final Path file;
  private final String text;
  private int index;
  private int line = 1;
  private int lineStart;

  /** A property, and the places of its key and its value. */
  record Property(String key, String value, Location keyAt, Location valueAt) {}

  /** A key or value that {@link Properties} rejects. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Location location;

    private MalformedException(Location location, IllegalArgumentException cause) {
      super(cause);
      this.location = location;
    }

    Location location() {
      return location;
    }
  }

  private PropertiesParser(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Returns the properties in the order of the file. */
  static List<Property> parse(Path file, String text) throws IOException, MalformedException {
    return new PropertiesParser(file, text).parse();
  }

  private List<Property> parse() throws IOException, MalformedException {
    List<Property> properties = new ArrayList<>();
    skip(BLANKS + LINE_ENDS);
    while (index < text.length()) {
      if (isAt("#!")) {
        skipComment();
      } else {
        Location keyAt = here();
        int start = index;
        skipKey();
        skipSeparator();
        Location valueAt = here();
        skipValue();
        Properties one = load(text.substring(start, index), keyAt);
        one.forEach(
            (key, value) ->
                properties.add(new Property((String) key, (String) value, keyAt, valueAt)));
      }
      skip(BLANKS + LINE_ENDS);
    }
    return properties;
  }

  private static Properties load(String line, Location at) throws IOException, MalformedException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(line));
      return properties;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(at, e);
    }
  }

  /** A comment ends with its line, even after a backslash. */
  private void skipComment() {
    while (index < text.length() && !isAt(LINE_ENDS)) {
      advance();
    }
  }

  private void skipKey() {
    while (index < text.length() && !isAt(BLANKS + LINE_ENDS + "=:")) {
      advanceEscaped();
    }
  }

  private void skipSeparator() {
    skipBlanks();
    if (isAt("=:")) {
      advance();
      skipBlanks();
    }
  }

  private void skipValue() {
    while (index < text.length() && !isAt(LINE_ENDS)) {
      advanceEscaped();
    }
  }

  private void skipBlanks() {
    while (isAt(BLANKS) || isContinuation()) {
      advanceEscaped();
    }
  }

  private void skip(String characters) {
    while (isAt(characters)) {
      advance();
    }
  }

  private boolean isContinuation() {
    return isAt("\\")
        && index + 1 < text.length()
        && LINE_ENDS.indexOf(text.charAt(index + 1)) >= 0;
  }

  /** Consumes a character; after a backslash also the escaped one, or the next line's blanks. */
  private void advanceEscaped() {
    boolean continuation = isContinuation();
    boolean escape = isAt("\\");
    advance();
    if (continuation) {
      boolean carriageReturn = isAt("\r");
      advance();
      if (carriageReturn && isAt("\n")) {
        advance();
      }
      skip(BLANKS);
    } else if (escape && index < text.length()) {
      advance();
    }
  }

  private void advance() {
    char consumed = text.charAt(index++);
    if (consumed == '\n' || consumed == '\r' && !isAt("\n")) {
      line++;
      lineStart = index;
    }
  }

  private boolean isAt(String characters) {
    return index < text.length() && characters.indexOf(text.charAt(index)) >= 0;
  }

  private Location here() {
    return new Location(file, line, index - lineStart + 1);
  }
}
