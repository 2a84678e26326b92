package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.PrefixedOptions;
import io.mskcdc.smt.connect.Regex;
import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * A pattern for columns: {@code database.table.column}, or a regular expression over the whole
 * name, between slashes. In the first form, {@code *} stands for any characters within a part, and
 * further parts name a field of a structured column. Case is ignored.
 *
 * <p>Names also match in the form that Debezium writes into topics and schemas, see {@link Globs}.
 * A regular expression is matched against the name as it is and with the codes of {@code
 * avro_unicode} decoded. It is also matched against the name with more parts of the topic, because
 * a table's name may contain dots.
 */
final class ColumnPattern {

  // A dot in a regular expression also stands for a line break, which a name may contain.
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
  private static final String ONLY_IN_REGEX = "\\(|";
  // The codes that avro_unicode writes into names of schemas and fields. A code of three digits
  // before one of the letters a to f looks like a code of four digits. Polish and Greek have codes
  // of three digits, Chinese has codes of four. Names rarely mix them, so try both readings.
  private static final List<Pattern> ESCAPED =
      List.of(
          Pattern.compile("_u(00[0-9a-f]{2}|[1-9a-f][0-9a-f]{2,3})"),
          Pattern.compile("_u(00[0-9a-f]{2}|[1-9a-f][0-9a-f]{2})"));

  // Appended to a name, it makes a name that the user did not mean.
  private static final char ANY_LETTER = 'q';

  private final String text;
  // The regular expression, or null if the pattern has parts.
  private final Regex whole;
  private final Regex database;
  private final Regex table;
  private final String columnGlob;
  private final Regex column;

  private ColumnPattern(String text, Regex whole) {
    this(text, whole, null, null, null);
  }

  private ColumnPattern(String text, Regex whole, Regex database, Regex table, String columnGlob) {
    this.text = text;
    this.whole = whole;
    this.database = database;
    this.table = table;
    this.columnGlob = columnGlob;
    this.column = columnGlob == null ? null : Globs.compile(columnGlob);
  }

  /**
   * @throws ConfigException if it is invalid: fewer than three parts, an empty part, a wrong
   *     regular expression, or a piece of one that could never match
   */
  static ColumnPattern parse(String option, String text) {
    if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
      return new ColumnPattern(
          text, Regex.compile(option, text, text.substring(1, text.length() - 1), FLAGS));
    }
    if (text.startsWith("/") || text.endsWith("/")) {
      throw new ConfigException(
          option,
          text,
          "must have a slash at both ends to be a regular expression; a comma ends the list entry,"
              + " so write x{2,3} as xx|xxx");
    }
    for (int i = 0; i < text.length(); i++) {
      if (ONLY_IN_REGEX.indexOf(text.charAt(i)) >= 0) {
        throw new ConfigException(
            option,
            text,
            "contains %s: write a regular expression as /regex/, or * as wildcard"
                .formatted(text.charAt(i)));
      }
    }
    String[] parts = text.split("\\.", -1);
    boolean empty = false;
    for (String part : parts) {
      empty |= part.isBlank() || !part.equals(part.strip());
    }
    if (parts.length < 3 || empty) {
      throw new ConfigException(
          option,
          text,
          "must be database.table.column, without blanks around a part, with * as wildcard, or"
              + " /regex/");
    }
    String column = String.join(".", List.of(parts).subList(2, parts.length));
    return new ColumnPattern(text, null, Globs.compile(parts[0]), Globs.compile(parts[1]), column);
  }

  /**
   * Validates an option that lists patterns.
   *
   * @throws ConfigException as {@link #parse}
   */
  static void requireAll(String option, Object value) {
    for (Object text : (List<?>) value) {
      parse(option, (String) text);
    }
  }

  /** Reads an option that lists patterns. */
  static List<ColumnPattern> parseAll(PrefixedOptions options, String option) {
    return options.list(option).stream()
        .map(text -> parse(options.fullName(option), text))
        .toList();
  }

  /**
   * Whether the pattern matches the column. If the record does not name the database, any database
   * matches.
   *
   * @throws DataException if the pattern is a regular expression and the database is unknown
   */
  boolean matches(TableName name, String path) {
    if (whole == null) {
      return matchesTable(name) && column.matches(path);
    }
    if (name.database() == null) {
      throw new DataException(
          "Masking table %s: the record does not name the database, which %s is matched against"
              .formatted(name, text));
    }
    return readings(name, path).stream().anyMatch(whole::matches);
  }

  /** Whether the pattern may match a field within the column, whichever fields it has. */
  boolean leadsInto(TableName name, String path) {
    return begins(name, path + ".");
  }

  /**
   * Whether the pattern leads into this column alone, since it gives the column's name without a
   * wildcard. Such a pattern shows that the user expects fields in the column. {@code *.email} and
   * {@code /.*email/} do not show that.
   */
  boolean namesFieldsOf(TableName name, String path) {
    if (!leadsInto(name, path)) {
      return false;
    }
    for (int end = path.indexOf('.'); end >= 0; end = path.indexOf('.', end + 1)) {
      if (leadsInto(name, path.substring(0, end) + ANY_LETTER + path.substring(end))) {
        return false;
      }
    }
    return !leadsInto(name, path + ANY_LETTER);
  }

  private boolean begins(TableName name, String beginning) {
    if (whole == null) {
      return matchesTable(name) && column.mayMatchBeginning(beginning);
    }
    return name.database() == null
        || readings(name, beginning).stream().anyMatch(whole::mayMatchBeginning);
  }

  /** Whether the pattern may match a column of this table, whichever columns it has. */
  boolean mayApply(TableName name) {
    return begins(name, "");
  }

  /**
   * Returns the names to match a regular expression against. The codes of {@code avro_unicode} may
   * have to be decoded, and a part may contain dots, see {@link Globs#part}. If the table's name
   * contains dots, the database is a part of the prefix.
   */
  private static Set<String> readings(TableName name, String path) {
    Set<String> readings = new LinkedHashSet<>();
    if (path.indexOf(Globs.DOT_IN_PART) < 0) {
      addAllReadings(readings, name, path);
      return readings;
    }
    // To an expression, a dot within a part is a dot or any other character.
    for (int i = 0; i <= path.length(); i = nextDotInPart(path, i)) {
      String before = path.substring(0, i);
      String after = path.substring(i);
      addAllReadings(readings, name, withDots(before) + withoutDots(after));
      addAllReadings(readings, name, withoutDots(before) + withDots(after));
    }
    return readings;
  }

  private static int nextDotInPart(String path, int i) {
    int next = path.indexOf(Globs.DOT_IN_PART, i);
    return next < 0 ? path.length() + 1 : next + 1;
  }

  private static String withDots(String path) {
    return path.replace(Globs.DOT_IN_PART, '.');
  }

  private static String withoutDots(String path) {
    return path.replace(Globs.DOT_IN_PART, '_');
  }

  private static void addAllReadings(Set<String> readings, TableName name, String path) {
    String reading = name + "." + path;
    addReadings(readings, reading);
    String prefix = name.prefix();
    // The first part is always the topic's prefix, never a database.
    for (int dot = prefix.lastIndexOf('.'); dot >= 0; dot = prefix.lastIndexOf('.')) {
      reading = prefix.substring(dot + 1) + "." + reading;
      prefix = prefix.substring(0, dot);
      addReadings(readings, reading);
    }
  }

  private static void addReadings(Set<String> readings, String name) {
    readings.add(name);
    ESCAPED.forEach(codes -> readings.add(unescaped(codes, name)));
  }

  private static String unescaped(Pattern codes, String name) {
    return codes
        .matcher(name)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 16))));
  }

  /** Whether the pattern names a single column of this table, which the table must then have. */
  boolean requires(TableName name) {
    return whole == null && text.indexOf('*') < 0 && name.database() != null && matchesTable(name);
  }

  /** Whether the pattern gives the column's name without wildcards. */
  boolean namesOneColumn() {
    return whole == null && columnGlob.indexOf('*') < 0;
  }

  private boolean matchesTable(TableName name) {
    return table.matches(name.table())
        && (name.database() == null || database.matches(name.database()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnPattern pattern && pattern.text.equalsIgnoreCase(text);
  }

  @Override
  public int hashCode() {
    return text.toLowerCase(Locale.ROOT).hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
