package io.mskcdc.smt;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Names columns: {@code database.table.column}, where {@code *} stands for any characters within a
 * part and further parts name a field within a structured column, or a regular expression between
 * slashes over the whole name. Upper and lower case are the same.
 *
 * <p>A character that may not stand in the name of a schema matches an underscore, too, because
 * Debezium writes it so where {@code schema.name.adjustment.mode} is set.
 */
final class ColumnPattern {

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
   * @throws ConfigException if it has fewer than three parts, an empty one, or is no valid regular
   *     expression
   */
  static ColumnPattern parse(String option, String text) {
    if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
      try {
        Pattern whole =
            Pattern.compile(text.substring(1, text.length() - 1), Pattern.CASE_INSENSITIVE);
        return new ColumnPattern(text, whole);
      } catch (PatternSyntaxException e) {
        throw new ConfigException(option, text, "is no regular expression: " + e.getDescription());
      }
    }
    String[] parts = text.split("\\.", -1);
    boolean empty = false;
    for (String part : parts) {
      empty |= part.isBlank();
    }
    if (parts.length < 3 || empty) {
      throw new ConfigException(
          option, text, "must be database.table.column, with * as wildcard, or /regex/");
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
    return whole.matcher(name + "." + path).matches();
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
