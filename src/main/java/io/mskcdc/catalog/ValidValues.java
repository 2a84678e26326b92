package io.mskcdc.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values that an option accepts.
 *
 * @param text what to write, like "an integer"; "one of " stands before listed values
 * @param listed the values in lower case; empty for numbers
 * @param isValid whether a value without blanks around it is one of them
 */
public record ValidValues(String text, List<String> listed, Predicate<String> isValid) {
  /** The name of the part whose options are those of Connect for each source connector. */
  public static final String OF_CONNECT = GeneratedOptions.CONNECT;

  /** The name of the part whose options are those of workers. */
  public static final String OF_WORKERS = "worker";

  private static final ResultCache<String, ValidValues> PARSED =
      new ResultCache<>(ValidValues::parse);

  private static final String LIST = "list:";
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
        .map(PARSED::of);
  }

  private static ValidValues parse(String values) {
    return switch (values) {
      case "integer" -> new ValidValues("an integer", List.of(), INTEGER.asMatchPredicate());
      case "number" -> new ValidValues("a number", List.of(), NUMBER.asMatchPredicate());
      default -> values.startsWith(LIST) ? several(values) : one(values);
    };
  }

  private static ValidValues one(String values) {
    List<String> listed = List.of(values.split(","));
    return new ValidValues("one of ", listed, value -> listed.contains(lower(value)));
  }

  private static ValidValues several(String values) {
    List<String> listed = List.of(values.substring(LIST.length()).split(","));
    return new ValidValues(
        "one or more of ",
        listed,
        value -> CommaList.of(value).stream().allMatch(entry -> listed.contains(lower(entry))));
  }

  private static String lower(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  /** Returns whether a value is valid. Connect and Debezium ignore blanks and case here. */
  public boolean contains(String value) {
    return isValid.test(value.strip());
  }
}
