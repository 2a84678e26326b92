package io.mskcdc.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The values that an option accepts.
 *
 * @param type what they are, like "an integer"; "a value of this list" for listed ones
 * @param listed the values in lower case; empty if there is no list
 */
public record ValidValues(String type, List<String> listed) {
  /** The name of the part whose options are those of Connect for each source connector. */
  public static final String OF_CONNECT = GeneratedOptions.CONNECT;

  /** The name of the part whose options are those of workers. */
  public static final String OF_WORKERS = "worker";

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  /**
   * Returns what an option accepts; empty if it accepts any text, or is not known.
   *
   * @param part the class of a connector, converter or transform, or one of the names above; or
   *     null
   */
  public static Optional<ValidValues> of(String part, String option) {
    return Optional.ofNullable(part)
        .flatMap(name -> GeneratedOptions.values(name, option))
        .map(
            values ->
                switch (values) {
                  case "integer" -> new ValidValues("an integer", List.of());
                  case "number" -> new ValidValues("a number", List.of());
                  default -> new ValidValues("a value of this list", List.of(values.split(",")));
                });
  }

  /** Returns whether a value is valid. Connect and Debezium ignore blanks and case here. */
  public boolean contains(String value) {
    String written = value.strip();
    return switch (type) {
      case "an integer" -> INTEGER.matcher(written).matches();
      case "a number" -> NUMBER.matcher(written).matches();
      default -> listed.contains(written.toLowerCase(Locale.ROOT));
    };
  }
}
