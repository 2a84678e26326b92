package io.mskcdc.lake;

import static java.util.stream.Collectors.joining;

import io.mskcdc.contract.TableContract;
import io.mskcdc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the Spark SQL that creates the Iceberg tables of topics. Iceberg's sink appends each
 * record to a table of changes; a job merges it into a table with the rows of MySQL; a view has the
 * latest rows of both, so that it needs no job and the job may delete what it merged.
 *
 * @see <a href="https://iceberg.apache.org/docs/1.10.0/spark-ddl/">Iceberg, DDL of Spark</a>
 */
public final class LakeDdl {
  private final String connector;
  private final String catalog;
  private final String viewCatalog;

  /**
   * @param connector the name of the connector
   * @param catalog the name of the Iceberg catalog in Spark
   * @param viewCatalog the name of the catalog for views; a Glue catalog of Iceberg has none
   */
  public LakeDdl(String connector, String catalog, String viewCatalog) {
    this.connector = connector;
    this.catalog = catalog;
    this.viewCatalog = viewCatalog;
  }

  /**
   * Returns the statements, each with a semicolon at the end of its last line.
   *
   * @param where the connector's file, for errors
   * @throws ProblemException if the lake cannot have a table
   */
  public String create(List<TableContract> contracts, String where) {
    List<LakeTable> tables = LakeNames.tables(contracts, where);
    StringBuilder sql =
        new StringBuilder(
            """
            -- The tables of %s in the lake, for Spark 3.5 with Iceberg 1.10.
            -- mskcdc lake ddl wrote this file; docs/lake.md explains it. Run it before the sink starts.

            """
                .formatted(connector));
    tables.stream()
        .map(LakeTable::namespace)
        .distinct()
        .sorted()
        .forEach(namespace -> sql.append(namespace(namespace)));
    tables.forEach(table -> sql.append(statements(table)));
    return sql.toString();
  }

  private String namespace(String name) {
    return List.of(catalog, viewCatalog).stream()
        .distinct()
        .map(in -> "CREATE NAMESPACE IF NOT EXISTS " + SparkSql.qualified(in, name) + ";\n")
        .collect(joining());
  }

  private String statements(LakeTable table) {
    List<String> statements = new ArrayList<>();
    statements.add(changes(table));
    // Files with a range of offsets each: the merge reads the last ones, and the expiry drops
    // files.
    statements.add(
        "ALTER TABLE "
            + name(table, table.changes())
            + "\n  WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY `__offset`");
    if (table.hasKey()) {
      String key = list(table.key(), LakeColumn::quoted);
      statements.add(merged(table));
      // The merge reads the key from the table.
      statements.add("ALTER TABLE " + name(table, table.name()) + " SET IDENTIFIER FIELDS " + key);
      // Files with a range of keys each: the merge writes those again that have a changed row.
      statements.add("ALTER TABLE " + name(table, table.name()) + " WRITE ORDERED BY " + key);
    }
    statements.add(table.hasKey() ? latest(table) : all(table));
    return "\n-- "
        + table.topic()
        + "\n"
        + statements.stream().map(statement -> statement + ";\n").collect(joining());
  }

  private String changes(LakeTable table) {
    return create(name(table, table.changes()), table.changeColumns())
        + """
        PARTITIONED BY (`__partition`)
        TBLPROPERTIES (
          'format-version' = '2',
          'write.metadata.delete-after-commit.enabled' = 'true'
        )""";
  }

  private String merged(LakeTable table) {
    return create(name(table, table.name()), table.mergedColumns())
        + """
        TBLPROPERTIES (
          'format-version' = '2',
          'write.metadata.delete-after-commit.enabled' = 'true',
          'mskcdc.changes' = '%s.%s'
        )"""
            .formatted(table.namespace(), table.changes());
  }

  private static String create(String name, List<LakeColumn> columns) {
    return "CREATE TABLE IF NOT EXISTS "
        + name
        + " (\n"
        + columns.stream().map(column -> "  " + column.definition()).collect(joining(",\n"))
        + "\n)\nUSING iceberg\n";
  }

  private String latest(LakeTable table) {
    String columns = list(table.mergedColumns(), LakeColumn::quoted);
    return """
        CREATE OR REPLACE VIEW %s AS
        SELECT %s
        FROM (
          SELECT u.*, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY `__offset` DESC) AS `__place`
          FROM (
            SELECT %2$s, FALSE AS `__is_deleted`
            FROM %s
            UNION ALL
            SELECT %2$s, `__deleted` = 'true' AS `__is_deleted`
            FROM %s
          ) u
        ) l
        WHERE `__place` = 1 AND NOT `__is_deleted`"""
        .formatted(
            view(table),
            columns,
            list(table.key(), LakeColumn::quoted),
            name(table, table.name()),
            name(table, table.changes()));
  }

  private String all(LakeTable table) {
    return "CREATE OR REPLACE VIEW %s AS\nSELECT %s\nFROM %s"
        .formatted(
            view(table),
            list(table.changeColumns(), LakeColumn::quoted),
            name(table, table.changes()));
  }

  private String view(LakeTable table) {
    return SparkSql.qualified(viewCatalog, table.namespace(), table.latest());
  }

  private String name(LakeTable table, String name) {
    return SparkSql.qualified(catalog, table.namespace(), name);
  }

  private static String list(Collection<LakeColumn> columns, Function<LakeColumn, String> text) {
    return columns.stream().map(text).collect(joining(", "));
  }
}
