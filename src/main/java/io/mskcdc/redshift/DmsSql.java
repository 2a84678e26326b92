package io.mskcdc.redshift;

import io.mskcdc.dms.DmsTask;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the SQL with which Redshift keeps tables of the files of a DMS task. COPY loads files into
 * two tables, and a procedure applies them: rows of the full load first, then the last change of
 * each key. A table of versions has the position of the last applied change of each key, so that
 * files may be loaded again, and in any order.
 *
 * <p>Positions are the change sequence of DMS, if the task has a column for it, or the time of the
 * commit. MySQL's times have no fraction, so changes of one row tie often. The procedure stops at a
 * tie of different changes.
 */
public final class DmsSql {
  private static final String OP = "__op";
  private static final String POSITION = "__position";
  private static final String PLACE = "__place";
  private static final String CONTENT = "__content";
  private static final String TIMESTAMP = "__timestamp";

  private static final String OP_ID = SqlText.identifier(OP);
  private static final String POSITION_ID = SqlText.identifier(POSITION);
  private static final String PLACE_ID = SqlText.identifier(PLACE);
  private static final String CONTENT_ID = SqlText.identifier(CONTENT);

  /** The columns that the tables have beside those of the source. */
  static final Set<String> OWN_COLUMNS = Set.of(OP, POSITION, PLACE, CONTENT, TIMESTAMP);

  private static final String LAST = "mskcdc_last";

  private final DmsTask task;
  private final DmsFiles files;
  private final String iamRole;
  private final Readers readers;
  private final String ownSchema;
  private final List<DmsTables.Table> tables;

  /**
   * @param task the task
   * @param where its file, for errors
   * @param columns a file with the columns of its database, as {@link DmsColumns} reads it
   * @param iamRole the ARN of the role with which Redshift reads the files, or {@code default}
   * @param readers who may read the tables
   * @throws ProblemException if the SQL cannot read the task's files
   */
  public DmsSql(DmsTask task, String where, Path columns, String iamRole, Readers readers) {
    this.task = task;
    this.files = DmsFiles.of(task, where);
    this.iamRole = iamRole;
    this.readers = readers;
    this.ownSchema = SqlText.schemaOf(task.name());
    this.tables = DmsTables.of(task.tableMappings(), DmsColumns.read(columns), where);
    List<Problem> unordered =
        tables.stream()
            .filter(table -> hasChanges() && !files.timestamp() && table.sequence().isEmpty())
            .map(
                table ->
                    DmsFiles.unfit(
                        where,
                        "TimestampColumnName",
                        "the changes of " + table.source() + " have no order",
                        "set TimestampColumnName, and better add the column $AR_H_CHANGE_SEQ too:"
                            + " docs/redshift.md"))
            .toList();
    if (!unordered.isEmpty()) {
      throw new ProblemException(unordered);
    }
  }

  private boolean hasChanges() {
    return task.type().hasChanges();
  }

  static String label(DmsTables.Table table) {
    return SqlText.folded(table.schema() + "__" + table.name());
  }

  /** Returns the SQL. */
  public String sql() {
    StringBuilder sql = new StringBuilder();
    sql.append(
        """
        -- The tables of the DMS task %s in Redshift, from its files in S3.
        -- mskcdc redshift dms wrote this file; docs/redshift.md explains it.

        -- Tables and procedures. Run this part once.
        """
            .formatted(task.name()));
    Stream.concat(
            Stream.of(ownSchema), tables.stream().map(table -> SqlText.folded(table.schema())))
        .distinct()
        .forEach(
            schema ->
                sql.append("CREATE SCHEMA IF NOT EXISTS " + SqlText.identifier(schema) + ";\n"));
    tables.forEach(table -> sql.append(create(table)));
    sql.append("\n-- Load files and apply them. Run this part again when there are new files.\n");
    tables.forEach(table -> sql.append(load(table)));
    sql.append("\n-- What is there.\n");
    sql.append(tables.stream().map(this::check).collect(Collectors.joining("UNION ALL\n")));
    return sql.append("ORDER BY 1;\n").toString();
  }

  private String create(DmsTables.Table table) {
    StringBuilder sql = new StringBuilder("\n-- " + table.source() + "\n");
    String key =
        "PRIMARY KEY ("
            + table.key().stream().map(DmsTables.Column::quoted).collect(Collectors.joining(", "))
            + ")";
    sql.append(
        createTable(
            target(table),
            Stream.concat(
                table.columns().stream()
                    .map(column -> definition(column) + (column.key() ? " NOT NULL" : "")),
                Stream.of(key))));
    sql.append(
        createTable(
            own(table, "versions"),
            Stream.concat(
                table.key().stream().map(column -> definition(column) + " NOT NULL"),
                Stream.of(
                    POSITION_ID + " VARCHAR(64) NOT NULL",
                    CONTENT_ID + " VARCHAR(32) NOT NULL",
                    key))));
    if (task.type().hasFullLoad()) {
      sql.append(createTable(own(table, "load"), fileColumns(table, files.opInLoad())));
    }
    if (hasChanges()) {
      sql.append(createTable(own(table, "changes"), fileColumns(table, true)));
    }
    sql.append(procedure(table));
    return sql.append(readers.grants(SqlText.folded(table.schema()), SqlText.folded(table.name())))
        .toString();
  }

  private static String createTable(String name, Stream<String> definitions) {
    return definitions.collect(
        Collectors.joining(",\n  ", "CREATE TABLE " + name + " (\n  ", "\n);\n"));
  }

  private static String definition(DmsTables.Column column) {
    return column.quoted() + " " + column.type().sql();
  }

  /** COPY of Parquet needs a table with exactly the columns of the files. */
  private Stream<String> fileColumns(DmsTables.Table table, boolean hasOp) {
    List<String> definitions = new ArrayList<>();
    if (hasOp) {
      definitions.add(OP_ID + " VARCHAR(4)");
    }
    boolean positionIsTime = table.sequence().isEmpty();
    if (files.timestamp()) {
      definitions.add(SqlText.identifier(positionIsTime ? POSITION : TIMESTAMP) + " VARCHAR(64)");
    }
    table.columns().forEach(column -> definitions.add(definition(column)));
    table.sequence().ifPresent(name -> definitions.add(POSITION_ID + " VARCHAR(64)"));
    return definitions.stream();
  }

  private String procedure(DmsTables.Table table) {
    String columns =
        table.columns().stream().map(DmsTables.Column::quoted).collect(Collectors.joining(", "));
    List<String> sources = new ArrayList<>();
    if (task.type().hasFullLoad()) {
      sources.add(
          "SELECT 'I'::VARCHAR(4) AS %s, ''::VARCHAR(64) AS %s, %s FROM %s"
              .formatted(OP_ID, POSITION_ID, columns, own(table, "load")));
    }
    if (hasChanges()) {
      sources.add(
          "SELECT %s, %s, %s FROM %s"
              .formatted(OP_ID, POSITION_ID, columns, own(table, "changes")));
    }
    List<String> statements = new ArrayList<>();
    statements.add("LOCK " + own(table, "versions") + ";");
    if (hasChanges()) {
      statements.add(checkChanges(table));
    }
    statements.add(last(table, String.join("\n    UNION ALL\n    ", sources)));
    statements.add(delete(table, target(table), SqlText.folded(table.name())));
    statements.add(
        "INSERT INTO %s (%s)\nSELECT %2$s\nFROM %s\nWHERE %s <> 'D';"
            .formatted(target(table), columns, LAST, OP_ID));
    String versions = own(table, "versions");
    statements.add(delete(table, versions, label(table) + "__versions"));
    statements.add(
        "INSERT INTO %s (%s)\nSELECT %2$s\nFROM %s;"
            .formatted(
                versions, String.join(", ", keyColumns(table), POSITION_ID, CONTENT_ID), LAST));
    if (task.type().hasFullLoad()) {
      statements.add("DELETE FROM " + own(table, "load") + ";");
    }
    if (hasChanges()) {
      statements.add(checkTies(table));
      statements.add("DELETE FROM " + own(table, "changes") + ";");
    }
    statements.add("DROP TABLE " + LAST + ";");
    return SqlText.procedure(procedureName(table), List.of("refused BIGINT"), statements);
  }

  private static String delete(DmsTables.Table table, String from, String name) {
    return "DELETE FROM "
        + from
        + "\nUSING "
        + LAST
        + "\nWHERE "
        + equalKeys(table, SqlText.identifier(name), LAST)
        + ";";
  }

  /** Positions are compared as texts, so they need one form. */
  private String checkChanges(DmsTables.Table table) {
    return """
        SELECT COUNT(*) INTO refused
        FROM %1$s
        WHERE %2$s IS NULL OR %2$s NOT IN ('I', 'U', 'D') OR %3$s IS NULL OR %3$s = ''
          OR LENGTH(%3$s) <> (SELECT MAX(LENGTH(%3$s)) FROM %1$s);
        IF refused > 0 THEN
          RAISE EXCEPTION '%% changes of %4$s have no operation, or no position of one length', refused;
        END IF;"""
        .formatted(
            own(table, "changes"), OP_ID, POSITION_ID, SqlText.shown(table.source().toString()));
  }

  /** The last change of each key, if it is later than what was applied. */
  private String last(DmsTables.Table table, String sources) {
    return """
        CREATE TEMP TABLE %1$s AS
        SELECT l.*
        FROM (
          SELECT s.*, ROW_NUMBER() OVER (PARTITION BY %2$s ORDER BY s.%3$s DESC) AS %4$s
          FROM (
            SELECT u.*, %5$s AS %6$s
            FROM (
            %7$s
            ) u
          ) s
        ) l
        LEFT JOIN %8$s v ON %9$s
        WHERE l.%4$s = 1 AND (v.%3$s IS NULL OR l.%3$s > v.%3$s);"""
        .formatted(
            LAST,
            keyExpressions(table).map(of -> of.apply("s")).collect(Collectors.joining(", ")),
            POSITION_ID,
            PLACE_ID,
            digest(table),
            CONTENT_ID,
            sources,
            own(table, "versions"),
            equalKeys(table, "v", "l"));
  }

  /** What a change does, in one text: two changes at one position must do the same. */
  private static String digest(DmsTables.Table table) {
    return table.columns().stream()
        .map(
            column ->
                column.type().isBoolean()
                    // Redshift casts no boolean to a text.
                    ? "CASE WHEN u.%1$s THEN '1' WHEN NOT u.%1$s THEN '0' ELSE '-' END"
                        .formatted(column.quoted())
                    : "COALESCE(MD5(u.%s::VARCHAR(65535)), '-')".formatted(column.quoted()))
        .collect(
            Collectors.joining(
                "\n        || ",
                "MD5(CASE WHEN u." + OP_ID + " = 'D' THEN 'D' ELSE\n        ",
                "\n        END)"));
  }

  /** Compares with the versions after the application: an earlier tie has no effect. */
  private String checkTies(DmsTables.Table table) {
    return """
        SELECT COUNT(*) INTO refused
        FROM (
          SELECT u.*, %1$s AS %2$s
          FROM %3$s u
        ) c
        JOIN %4$s v ON %5$s
        WHERE c.%6$s = v.%6$s AND c.%2$s <> v.%2$s;
        IF refused > 0 THEN
          RAISE EXCEPTION '%% changes of %7$s tie with another change of their row: which is the last is not known', \
        refused;
        END IF;"""
        .formatted(
            digest(table),
            CONTENT_ID,
            own(table, "changes"),
            own(table, "versions"),
            equalKeys(table, "v", "c"),
            POSITION_ID,
            SqlText.shown(table.source().toString()));
  }

  private static String keyColumns(DmsTables.Table table) {
    return table.key().stream().map(DmsTables.Column::quoted).collect(Collectors.joining(", "));
  }

  private static String equalKeys(DmsTables.Table table, String one, String other) {
    return keyExpressions(table)
        .map(of -> of.apply(one) + " = " + of.apply(other))
        .collect(Collectors.joining(" AND "));
  }

  private static Stream<UnaryOperator<String>> keyExpressions(DmsTables.Table table) {
    return table.key().stream()
        .flatMap(column -> SqlText.keyExpressions(column.name(), column.type().isText()));
  }

  private String load(DmsTables.Table table) {
    String sql = "\n-- " + table.source() + "\n";
    if (task.type().hasFullLoad()) {
      sql += files.copy(own(table, "load"), table.folder(), "LOAD", iamRole);
    }
    if (hasChanges()) {
      // The names of files with changes begin with the year.
      sql += files.copy(own(table, "changes"), table.folder(), "2", iamRole);
    }
    return sql + "CALL " + procedureName(table) + "();\n";
  }

  private String check(DmsTables.Table table) {
    return """
        SELECT %s AS "table", (SELECT COUNT(*) FROM %s) AS "rows",
          (SELECT MAX(%s) FROM %s) AS "position"
        """
        .formatted(
            SqlText.literal(table.folder()), target(table), POSITION_ID, own(table, "versions"));
  }

  private String target(DmsTables.Table table) {
    return SqlText.qualified(SqlText.folded(table.schema()), SqlText.folded(table.name()));
  }

  private String own(DmsTables.Table table, String suffix) {
    return SqlText.qualified(ownSchema, label(table) + "__" + suffix);
  }

  private String procedureName(DmsTables.Table table) {
    return SqlText.qualified(ownSchema, "apply_" + label(table));
  }
}
