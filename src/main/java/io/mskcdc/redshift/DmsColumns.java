package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.REDSHIFT_FILE_INVALID;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the columns of a database from a file that MySQL's client wrote with {@code --batch}. */
final class DmsColumns {
  /** The query whose result the file has; the help of the command prints it too. */
  private static final String QUERY =
      "SELECT table_schema, table_name, column_name, column_type, column_key"
          + " FROM information_schema.columns ORDER BY table_schema, table_name, ordinal_position";

  private static final List<String> HEADER =
      List.of("table_schema", "table_name", "column_name", "column_type", "column_key");

  private DmsColumns() {}

  /** A table in MySQL. */
  record Table(String database, String name) {
    @Override
    public String toString() {
      return database + "." + name;
    }
  }

  /**
   * Returns the columns by table, in the file's order.
   *
   * @throws ProblemException if the file cannot be read, or is not such a file
   */
  static Map<Table, List<DmsColumn>> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              file.toString(),
              "the file cannot be read: " + WholeFile.reason(e),
              "pass the file with the columns of the database"),
          e);
    }
    if (lines.isEmpty() || !HEADER.equals(fields(lines.get(0).toLowerCase(Locale.ROOT)))) {
      throw invalid(
          file, 1, "its first line does not name the columns " + String.join(", ", HEADER));
    }
    Map<Table, List<DmsColumn>> tables = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      List<String> fields = fields(lines.get(i));
      if (fields.size() != HEADER.size()) {
        throw invalid(
            file, i + 1, "it has " + fields.size() + " fields instead of " + HEADER.size());
      }
      tables
          .computeIfAbsent(new Table(fields.get(0), fields.get(1)), table -> new ArrayList<>())
          .add(new DmsColumn(fields.get(2), fields.get(3), fields.get(4).equals("PRI")));
    }
    return tables;
  }

  private static ProblemException invalid(Path file, int line, String message) {
    return new ProblemException(
        Problem.of(
            REDSHIFT_FILE_INVALID,
            file + ":" + line,
            message,
            "write it with mysql --batch -e '" + QUERY + "'"));
  }

  /** The client escapes what would end a field or a line. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < field.length(); i++) {
        char letter = field.charAt(i);
        if (letter == '\\' && i + 1 < field.length()) {
          i++;
          text.append(
              switch (field.charAt(i)) {
                case 't' -> '\t';
                case 'n' -> '\n';
                case '0' -> '\0';
                default -> field.charAt(i);
              });
        } else {
          text.append(letter);
        }
      }
      fields.add(text.toString());
    }
    return fields;
  }
}
