package io.mskcdc.redshift;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The procedure that applies new records of a topic to a table. It reads records above the applied
 * offset of their partition, and stores the new offsets in the same transaction.
 *
 * <p>Redshift's casts of SUPER return null for what they cannot convert, so each value is checked.
 */
final class ApplyProcedure {
  static final String PARTITION = "__kafka_partition";
  static final String OFFSET = "__kafka_offset";
  static final String IS_DELETED = "__is_deleted";
  static final String PLACE = "__place";
  static final String RECORDS = "mskcdc_records";
  static final String ROWS = "mskcdc_rows";

  private final TargetTable table;
  private final String view;
  private final String offsets;

  /**
   * @param view the view of the topic, in quotes
   * @param offsets the table of applied offsets, in quotes
   */
  ApplyProcedure(TargetTable table, String view, String offsets) {
    this.table = table;
    this.view = view;
    this.offsets = offsets;
  }

  /** Returns the columns of a table that has all records of its topic. */
  static String recordColumns() {
    return "  %s BIGINT NOT NULL,\n  %s BIGINT NOT NULL"
        .formatted(SqlText.identifier(PARTITION), SqlText.identifier(OFFSET));
  }

  /**
   * Returns the statement that creates it, or replaces it.
   *
   * @param name its name, in quotes
   */
  String sql(String name) {
    List<String> statements = new ArrayList<>();
    // Two applications at once would write the same rows.
    statements.add("LOCK " + offsets + ";");
    statements.add(records());
    statements.add(rows());
    statements.add(check());
    if (!table.isAppended()) {
      statements.add(delete());
    }
    statements.add(insert());
    statements.add(storeOffsets());
    statements.add("DROP TABLE " + ROWS + ";\nDROP TABLE " + RECORDS + ";");
    return SqlText.procedure(
        name, List.of("refused BIGINT", "refused_first VARCHAR(64)"), statements);
  }

  private String records() {
    return """
        CREATE TEMP TABLE %s AS
        SELECT v."kafka_partition", v."kafka_offset"%s,
          %s AS "kafka_row"
        FROM %s v
        LEFT JOIN %s a
          ON a."topic" = %s AND a."kafka_partition" = v."kafka_partition"
        WHERE v."kafka_offset" > COALESCE(a."kafka_offset", -1);"""
        .formatted(
            RECORDS,
            table.readsKey() ? ",\n  " + parsed("kafka_key") + " AS \"kafka_key\"" : "",
            parsed("kafka_value"),
            view,
            offsets,
            SqlText.literal(table.topic()));
  }

  private String parsed(String column) {
    String parse = "JSON_PARSE(v.\"" + column + "\")";
    return "CASE WHEN LENGTH(v.\"%s\") > 0 THEN %s END"
        .formatted(column, table.hasMixedCase() ? "LOWER_ATTRIBUTE_NAMES(" + parse + ")" : parse);
  }

  private String rows() {
    List<String> definitions = new ArrayList<>();
    List<String> values = new ArrayList<>();
    definitions.add(SqlText.identifier(PARTITION) + " BIGINT");
    values.add("r.\"kafka_partition\"");
    definitions.add(SqlText.identifier(OFFSET) + " BIGINT");
    values.add("r.\"kafka_offset\"");
    if (!table.isAppended()) {
      definitions.add(SqlText.identifier(IS_DELETED) + " BOOLEAN");
      values.add(
          ColumnType.text(
                  "r.\"" + TargetColumn.ROW + "\"." + SqlText.identifier(TargetTable.DELETED))
              + " = 'true'");
    }
    for (TargetColumn column : table.columns()) {
      definitions.add(column.quoted() + " " + column.type().sql());
      values.add(column.read());
    }
    return "CREATE TEMP TABLE "
        + ROWS
        + " (\n  "
        + String.join(",\n  ", definitions)
        + "\n);\nINSERT INTO "
        + ROWS
        + "\nSELECT\n  "
        + String.join(",\n  ", values)
        // A null value is a tombstone.
        + "\nFROM "
        + RECORDS
        + " r\nWHERE r.\"kafka_row\" IS NOT NULL;";
  }

  private String check() {
    List<String> faults = new ArrayList<>();
    if (!table.isAppended()) {
      faults.add("s." + SqlText.identifier(IS_DELETED) + " IS NULL");
    }
    for (TargetColumn column : table.columns()) {
      String name = "s." + column.quoted();
      faults.add(
          column.key()
              ? name + " IS NULL"
              : "(" + name + " IS NULL AND JSON_TYPEOF(" + column.path() + ") <> 'null')");
      String cut = column.type().cut(name);
      if (!cut.isEmpty()) {
        faults.add(cut);
      }
    }
    return """
        SELECT COUNT(*), MIN(s.%1$s::VARCHAR(20) || ':' || s.%2$s::VARCHAR(20))
        INTO refused, refused_first
        FROM %3$s s
        JOIN %4$s r ON r."kafka_partition" = s.%1$s AND r."kafka_offset" = s.%2$s
        WHERE %5$s;
        IF refused > 0 THEN
          RAISE EXCEPTION '%% records of %6$s do not fit the table, for example the one at partition:offset %%', \
        refused, refused_first;
        END IF;"""
        .formatted(
            SqlText.identifier(PARTITION),
            SqlText.identifier(OFFSET),
            ROWS,
            RECORDS,
            String.join("\n  OR ", faults),
            SqlText.shown(table.topic()));
  }

  private String delete() {
    String condition =
        keyExpressions()
            .map(of -> of.apply(SqlText.identifier(table.name())) + " = " + of.apply(ROWS))
            .collect(Collectors.joining("\n  AND "));
    return "DELETE FROM " + table.qualified() + "\nUSING " + ROWS + "\nWHERE " + condition + ";";
  }

  /** Returns what identifies a row, as expressions of the name of the table that has it. */
  private Stream<UnaryOperator<String>> keyExpressions() {
    return table.isAppended()
        ? Stream.of(PARTITION, OFFSET).flatMap(name -> SqlText.keyExpressions(name, false))
        : table.key().stream()
            .flatMap(column -> SqlText.keyExpressions(column.name(), column.type().isText()));
  }

  private String insert() {
    List<String> columns =
        table.columns().stream()
            .map(TargetColumn::quoted)
            .collect(Collectors.toCollection(ArrayList::new));
    if (table.isAppended()) {
      columns.add(SqlText.identifier(PARTITION));
      columns.add(SqlText.identifier(OFFSET));
    }
    String list = String.join(", ", columns);
    return """
        INSERT INTO %s (%s)
        SELECT %s
        FROM (
          SELECT s.*, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY s.%s DESC) AS %s
          FROM %s s
        ) l
        WHERE l.%6$s = 1%8$s;"""
        .formatted(
            table.qualified(),
            list,
            list,
            keyExpressions().map(of -> of.apply("s")).collect(Collectors.joining(", ")),
            SqlText.identifier(OFFSET),
            SqlText.identifier(PLACE),
            ROWS,
            table.isAppended() ? "" : " AND NOT l." + SqlText.identifier(IS_DELETED));
  }

  private String storeOffsets() {
    String topic = SqlText.literal(table.topic());
    return """
        DELETE FROM %1$s
        WHERE "topic" = %2$s AND "kafka_partition" IN (SELECT "kafka_partition" FROM %3$s);
        INSERT INTO %1$s ("topic", "kafka_partition", "kafka_offset")
        SELECT %2$s, "kafka_partition", MAX("kafka_offset")
        FROM %3$s
        GROUP BY "kafka_partition";"""
        .formatted(offsets, topic, RECORDS);
  }
}
