package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Names columns: {@code database.table.column}, where {@code *} stands for any characters within a
 * part and further parts name a field within a structured column, or a regular expression between
 * slashes over the whole name. Upper and lower case are the same.
 *
 * <p>Names match also as Debezium adjusts them for topics and schemas, see {@link Globs}. A regular
 * expression is tried on a name with {@code avro_unicode}'s codes and on that without, and, for a
 * table's name that may hold dots, on a name of more parts.
 */
final class ColumnPattern {

  private static final int CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final String ONLY_IN_REGEX = "\\(|";
  // How avro_unicode writes a character into a schema's name or a field's. A code of three digits
  // before a letter like a digit looks like one of four: Polish and Greek have the former, Chinese
  // the latter, and a name is hardly ever of both.
  private static final List<Pattern> ESCAPED =
      List.of(
          Pattern.compile("_u(00[0-9a-f]{2}|[1-9a-f][0-9a-f]{2,3})"),
          Pattern.compile("_u(00[0-9a-f]{2}|[1-9a-f][0-9a-f]{2})"));

  private final String text;
  // Set for a regular expression, which is matched against the whole name; else the parts are.
  private final Pattern whole;
  private final Pattern database;
  private final Pattern table;
  private final String columnGlob;
  private final Pattern column;

  private ColumnPattern(String text, Pattern whole) {
    this(text, whole, null, null, null);
  }

  private ColumnPattern(
      String text, Pattern whole, Pattern database, Pattern table, String columnGlob) {
    this.text = text;
    this.whole = whole;
    this.database = database;
    this.table = table;
    this.columnGlob = columnGlob;
    this.column = columnGlob == null ? null : Globs.compile(columnGlob);
  }

  /**
   * @throws ConfigException if it has fewer than three parts, an empty one, is no valid regular
   *     expression, or could never match because it is written like half of one
   */
  static ColumnPattern parse(String option, String text) {
    if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
      try {
        return new ColumnPattern(text, Pattern.compile(text.substring(1, text.length() - 1), CASE));
      } catch (PatternSyntaxException e) {
        throw new ConfigException(option, text, "is no regular expression: " + e.getDescription());
      }
    }
    if (text.startsWith("/") || text.endsWith("/")) {
      throw new ConfigException(
          option,
          text,
          "must have a slash at both ends to be a regular expression; a comma within it would end"
              + " it, so write x{2,3} as xx|xxx");
    }
    for (int i = 0; i < text.length(); i++) {
      if (ONLY_IN_REGEX.indexOf(text.charAt(i)) >= 0) {
        throw new ConfigException(
            option,
            text,
            "holds %s: write a regular expression as /regex/, or * for a character of a name"
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
   * Whether the column is one of these. A database that the record does not tell may be any.
   *
   * @throws DataException if a regular expression would have to know the database
   */
  boolean matches(TableName name, String path) {
    if (whole == null) {
      return matchesTable(name) && column.matcher(path).matches();
    }
    if (name.database() == null) {
      throw new DataException(
          "Masking table %s: the database that %s must be matched against is not known"
              .formatted(name, text));
    }
    return readings(name, path).stream().anyMatch(each -> whole.matcher(each).matches());
  }

  /** Whether it may be for a column of this table, whatever columns it has. */
  boolean mayConcern(TableName name) {
    if (whole == null) {
      return matchesTable(name);
    }
    return name.database() == null || readings(name, "").stream().anyMatch(this::beginsMatch);
  }

  /**
   * What a column's name may be meant as: {@code avro_unicode} may have put codes into it, and a
   * table's name that holds dots has left the database among the prefix.
   */
  private static Set<String> readings(TableName name, String path) {
    String reading = name + "." + path;
    Set<String> readings = new LinkedHashSet<>();
    addReadings(readings, reading);
    String prefix = name.prefix();
    // What comes first is the topic's prefix, and never a database.
    for (int dot = prefix.lastIndexOf('.'); dot >= 0; dot = prefix.lastIndexOf('.')) {
      reading = prefix.substring(dot + 1) + "." + reading;
      prefix = prefix.substring(0, dot);
      addReadings(readings, reading);
    }
    return readings;
  }

  private static void addReadings(Set<String> readings, String name) {
    readings.add(name);
    ESCAPED.forEach(codes -> readings.add(unescaped(codes, name)));
  }

  private boolean beginsMatch(String beginning) {
    Matcher matcher = whole.matcher(beginning);
    return matcher.matches() || matcher.hitEnd();
  }

  private static String unescaped(Pattern codes, String name) {
    return codes
        .matcher(name)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 16))));
  }

  /** Whether it names one column of just this table, which hence must have it. */
  boolean requires(TableName name) {
    return whole == null && text.indexOf('*') < 0 && name.database() != null && matchesTable(name);
  }

  /** Whether it says the column's own name, so that it cannot mean any other. */
  boolean namesOneColumn() {
    return whole == null && columnGlob.indexOf('*') < 0;
  }

  private boolean matchesTable(TableName name) {
    return table.matcher(name.table()).matches()
        && (name.database() == null || database.matcher(name.database()).matches());
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
