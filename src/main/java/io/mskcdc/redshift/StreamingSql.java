package io.mskcdc.redshift;

import static io.mskcdc.problem.ErrorCode.REDSHIFT_RECORDS_UNFIT;

import io.mskcdc.contract.RowMetadata;
import io.mskcdc.contract.TableContract;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the SQL with which Redshift keeps tables of the topics of a connector. A materialized view
 * reads each topic as it is, and a procedure applies its new records to a table.
 *
 * <p>Sources: "Streaming ingestion to a materialized view" and "CREATE PROCEDURE" in the Amazon
 * Redshift Database Developer Guide. Redshift's MERGE has no condition for a row that is deleted,
 * so rows are deleted and inserted.
 */
public final class StreamingSql {
  private final String connector;
  private final String where;
  private final Optional<String> schema;
  private final Readers readers;

  /** The schema of views, procedures and offsets. */
  private final String ownSchema;

  /**
   * @param connector the name of the connector
   * @param where its file, for errors
   * @param schema the schema of all tables; empty for one like each database's
   * @param readers who may read the tables
   */
  public StreamingSql(String connector, String where, Optional<String> schema, Readers readers) {
    this.connector = connector;
    this.where = where;
    this.schema = schema.map(SqlText::folded);
    this.readers = readers;
    this.ownSchema = SqlText.schemaOf(connector);
  }

  /**
   * Returns the SQL that creates everything.
   *
   * @param topics the cluster
   * @throws ProblemException if a table cannot be in Redshift
   */
  public String create(List<TableContract> contracts, TopicSource topics) {
    List<TargetTable> tables = tables(contracts);
    StringBuilder sql = new StringBuilder();
    sql.append(header("The tables of " + connector + " in Redshift."));
    sql.append(written(tables.stream().map(this::written).toList()));
    sql.append("\n-- The topics, and what applies their records.\n");
    sql.append(topics.externalSchema(externalSchema()));
    sql.append(createSchema(ownSchema));
    sql.append(
        """
        CREATE TABLE IF NOT EXISTS %s (
          "topic" VARCHAR(255) NOT NULL,
          "kafka_partition" BIGINT NOT NULL,
          "kafka_offset" BIGINT NOT NULL,
          PRIMARY KEY ("topic", "kafka_partition")
        );
        """
            .formatted(offsets()));
    tables.stream()
        .map(TargetTable::schema)
        .distinct()
        .map(this::createSchema)
        .forEach(sql::append);
    tables.forEach(table -> sql.append(createTable(table)));
    return sql.append(calls(tables)).append(checks(tables)).toString();
  }

  /**
   * Returns the SQL that changes what an earlier file created.
   *
   * @param before the content of the earlier file
   * @param file the earlier file, for errors
   * @throws ProblemException if a table cannot be in Redshift, if the file is not one of this
   *     connector, or if Redshift cannot make a change in place
   */
  public String change(List<TableContract> contracts, String before, String file) {
    WrittenTables old = WrittenTables.read(before, file, connector);
    List<TargetTable> tables = tables(contracts);
    StringBuilder sql = new StringBuilder();
    List<Problem> problems = new ArrayList<>();
    List<WrittenTables.Table> records = new ArrayList<>();
    for (TargetTable table : tables) {
      Optional<WrittenTables.Table> existing =
          old.tables().stream().filter(written -> written.isSame(table)).findFirst();
      if (existing.isEmpty()) {
        sql.append("\n").append(createSchema(table.schema())).append(createTable(table));
        records.add(written(table));
        continue;
      }
      TableChanges changes = TableChanges.of(existing.get(), table, file);
      problems.addAll(changes.problems());
      String procedure = procedure(changes.table());
      records.add(record(changes.table(), procedure, changes.columns()));
      if (!Sha256.of(procedure).equals(existing.get().digest())) {
        sql.append(title(table)).append(changes.statements()).append(procedure);
      }
    }
    for (WrittenTables.Table gone : old.tables()) {
      if (tables.stream().noneMatch(gone::isSame)) {
        records.add(gone);
        sql.append("\n-- ")
            .append(SqlText.qualified(gone.schema(), gone.name()))
            .append(" is not captured any more. Its table, view and procedure stay.\n");
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return header("Changes of the tables of " + connector + " in Redshift.")
        + written(records)
        + sql
        + calls(tables)
        + checks(tables);
  }

  private List<TargetTable> tables(List<TableContract> contracts) {
    List<Problem> problems = new ArrayList<>();
    for (TableContract contract : contracts) {
      if (!contract.key().isEmpty()
          && contract.metadata().stream()
              .map(RowMetadata::name)
              .noneMatch(TargetTable.DELETED::equals)) {
        problems.add(
            Problem.of(
                REDSHIFT_RECORDS_UNFIT,
                where,
                "the records of "
                    + contract.topic()
                    + " do not say which rows are deleted: they have no field "
                    + TargetTable.DELETED,
                "let the transform write deletes as rows: docs/transforms.md"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    List<TargetTable> tables =
        contracts.stream()
            .map(
                contract ->
                    TargetTable.of(
                        contract, schema.orElseGet(() -> SqlText.folded(contract.database()))))
            .toList();
    TargetNames.check(tables, where);
    return tables;
  }

  private static String header(String title) {
    return """
        -- %s
        -- mskcdc redshift sql wrote this file. Keep it: --since compares with the last file that was run.
        -- docs/redshift.md explains it.
        """
        .formatted(title);
  }

  private String written(List<WrittenTables.Table> tables) {
    return WrittenTables.of(connector, tables).line();
  }

  private WrittenTables.Table written(TargetTable table) {
    return record(
        table, procedure(table), table.columns().stream().map(WrittenTables.Column::of).toList());
  }

  private static WrittenTables.Table record(
      TargetTable table, String procedure, List<WrittenTables.Column> columns) {
    return new WrittenTables.Table(
        table.topic(), table.schema(), table.name(), Sha256.of(procedure), columns);
  }

  private String createSchema(String name) {
    return "CREATE SCHEMA IF NOT EXISTS " + SqlText.identifier(name) + ";\n";
  }

  private static String title(TargetTable table) {
    return "\n-- " + table.topic() + "\n";
  }

  private String createTable(TargetTable table) {
    List<String> definitions =
        table.columns().stream()
            .map(column -> "  " + column.definition())
            .collect(Collectors.toCollection(ArrayList::new));
    if (table.isAppended()) {
      definitions.add(ApplyProcedure.recordColumns());
    } else {
      definitions.add(
          table.key().stream()
              .map(TargetColumn::quoted)
              .collect(Collectors.joining(", ", "  PRIMARY KEY (", ")")));
    }
    return title(table)
        + view(table)
        + "CREATE TABLE "
        + table.qualified()
        + " (\n"
        + String.join(",\n", definitions)
        + "\n);\n"
        + procedure(table)
        + readers.grants(table.schema(), table.name());
  }

  private String view(TargetTable table) {
    String select =
        """
        CREATE MATERIALIZED VIEW %s AUTO REFRESH YES AS
        SELECT "kafka_partition", "kafka_offset", "kafka_timestamp", "kafka_key", "kafka_value"
        FROM %s;
        """
            .formatted(viewName(table), SqlText.qualified(externalSchema(), table.topic()));
    return SqlText.folded(table.topic()).equals(table.topic())
        ? select
        : """
          -- The topic's name has upper-case letters. Set this parameter in the parameter group too, or the
          -- view does not refresh itself.
          SET enable_case_sensitive_identifier TO true;
          %sRESET enable_case_sensitive_identifier;
          """
            .formatted(select);
  }

  private String procedure(TargetTable table) {
    return new ApplyProcedure(table, viewName(table), offsets()).sql(procedureName(table));
  }

  private String viewName(TargetTable table) {
    return SqlText.qualified(ownSchema, table.label());
  }

  private String procedureName(TargetTable table) {
    return SqlText.qualified(ownSchema, "apply_" + table.label());
  }

  private String offsets() {
    return SqlText.qualified(ownSchema, "applied_offsets");
  }

  private String externalSchema() {
    return ownSchema + "_topics";
  }

  private String calls(List<TargetTable> tables) {
    return "\n-- Run these regularly, each as a transaction of its own:\n"
        + lines(tables, table -> "-- CALL " + procedureName(table) + "();\n");
  }

  private String checks(List<TargetTable> tables) {
    if (tables.isEmpty()) {
      return "";
    }
    return "\n-- What is applied. A row with \"behind\" has records that no CALL has applied yet.\n"
        + tables.stream().map(this::check).collect(Collectors.joining("UNION ALL\n"))
        + "ORDER BY 1, 3;\n"
        + "\n-- The same counts in MySQL:\n"
        + lines(
            tables.stream().filter(table -> !table.isAppended()).toList(),
            table ->
                "-- SELECT %s AS topic, COUNT(*) FROM %s;\n"
                    .formatted(SqlText.literal(table.topic()), mySqlName(table)))
        + """

          -- Records that a view could not read; they are lost for it:
          -- SELECT * FROM sys_stream_scan_errors WHERE external_schema_name = %s;
          """
            .formatted(SqlText.literal(externalSchema()));
  }

  private static String mySqlName(TargetTable table) {
    return backquoted(table.database()) + "." + backquoted(table.table());
  }

  private static String backquoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private String check(TargetTable table) {
    return """
        SELECT %1$s AS "topic", (SELECT COUNT(*) FROM %2$s) AS "rows", v."kafka_partition",
          MAX(v."kafka_offset") AS "read_offset", MAX(a."kafka_offset") AS "applied_offset",
          CASE
            WHEN COALESCE(MAX(a."kafka_offset"), -1) < MAX(v."kafka_offset") THEN 'behind'
            WHEN MAX(a."kafka_offset") > MAX(v."kafka_offset") THEN 'topic or view is new'
            ELSE 'applied'
          END AS "state"
        FROM %3$s v
        LEFT JOIN %4$s a ON a."topic" = %1$s AND a."kafka_partition" = v."kafka_partition"
        GROUP BY v."kafka_partition"
        """
        .formatted(SqlText.literal(table.topic()), table.qualified(), viewName(table), offsets());
  }

  private static String lines(List<TargetTable> tables, Function<TargetTable, String> line) {
    return tables.stream().map(line).collect(Collectors.joining());
  }
}
