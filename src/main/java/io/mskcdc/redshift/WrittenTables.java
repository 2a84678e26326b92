package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_FILE_INVALID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * The tables that a file of SQL creates, as a line of JSON in the file records them.
 *
 * @param format the version of this format
 * @param source the connector or DMS task that the file was written for
 * @param tables the tables
 */
record WrittenTables(int format, String source, List<Table> tables) {
  private static final int FORMAT = 1;
  private static final String PREFIX = "-- mskcdc-tables: ";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /**
   * A table.
   *
   * @param topic the topic or the folder of its records
   * @param schema its schema
   * @param name its name
   * @param digest the digest of the SQL of its procedure
   * @param columns all its columns, those that the source has no more included
   */
  record Table(String topic, String schema, String name, String digest, List<Column> columns) {
    Optional<Column> column(String wanted) {
      return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    boolean isSame(TargetTable other) {
      return schema.equals(other.schema()) && name.equals(other.name());
    }
  }

  /**
   * A column of a table.
   *
   * @param name its name
   * @param type its type as SQL
   * @param key whether it identifies a row
   */
  record Column(String name, String type, boolean key) {
    static Column of(TargetColumn column) {
      return new Column(column.name(), column.type().sql(), column.key());
    }
  }

  static WrittenTables of(String source, List<Table> tables) {
    return new WrittenTables(FORMAT, source, tables);
  }

  /** Returns the comment that records the tables. */
  String line() {
    try {
      return PREFIX + JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads the comment of a file.
   *
   * @param sql the file's content
   * @param file the file, for errors
   * @param source the connector or task that the file must have been written for
   * @throws ProblemException if the file has no such comment, or one of something else
   */
  static WrittenTables read(String sql, String file, String source) {
    String line =
        sql.lines()
            .filter(text -> text.startsWith(PREFIX))
            .findFirst()
            .orElseThrow(() -> fault(file, "it has no line that begins with " + PREFIX.strip()));
    WrittenTables written;
    try {
      written = JSON.readValue(line.substring(PREFIX.length()), WrittenTables.class);
    } catch (JsonProcessingException e) {
      throw fault(file, "its line " + PREFIX.strip() + " cannot be read");
    }
    if (written.format != FORMAT || written.source == null || written.tables == null) {
      throw fault(file, "its line " + PREFIX.strip() + " has another format");
    }
    if (!written.source.equals(source)) {
      throw fault(file, "it was written for " + written.source + ", not for " + source);
    }
    return written;
  }

  private static ProblemException fault(String file, String message) {
    return new ProblemException(
        Problem.of(
            REDSHIFT_FILE_INVALID,
            file,
            message,
            "pass with --since the last file that mskcdc redshift sql wrote for it"));
  }
}
