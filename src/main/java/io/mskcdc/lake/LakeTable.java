package io.mskcdc.lake;

import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.RowMetadata;
import io.mskcdc.contract.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The tables and the view of a topic in the lake.
 *
 * @param topic the topic
 * @param namespace their namespace, which is the database of a Glue catalog
 * @param name the name of the merged table, and the beginning of the others' names
 * @param key the columns that identify a row; none for a table whose records are only appended
 * @param columns the fields of a row, with those that the connector adds
 */
record LakeTable(
    String topic, String namespace, String name, List<LakeColumn> key, List<LakeColumn> columns) {
  static final String DELETED = "__deleted";
  static final String TOPIC = "__topic";
  static final String PARTITION = "__partition";
  static final String OFFSET = "__offset";

  /** What the view calculates. */
  static final List<String> CALCULATED = List.of("__is_deleted", "__place");

  private static final String APPENDED = ".append";

  LakeTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  /**
   * Returns the tables of a contract. The sink finds the table of a record by the topic: {@code
   * a.b} and {@code a.b.append} belong to the table {@code a.b_changes}.
   */
  static LakeTable of(TableContract contract) {
    String topic = contract.topic().toLowerCase(Locale.ROOT);
    String table =
        topic.endsWith(APPENDED) ? topic.substring(0, topic.length() - APPENDED.length()) : topic;
    int point = Math.max(table.indexOf('.'), 0);
    List<LakeColumn> columns = new ArrayList<>();
    for (ContractColumn column : contract.row()) {
      columns.add(
          // MySQL may make any other column nullable later, and the sink would stop.
          new LakeColumn(column.name(), LakeType.of(column.value()), column.inKey()));
    }
    for (RowMetadata field : contract.metadata()) {
      columns.add(new LakeColumn(field.name(), LakeType.of(field.value()), false));
    }
    return new LakeTable(
        contract.topic(),
        table.substring(0, point),
        table.substring(Math.min(table.length(), point + 1)),
        columns.stream().filter(LakeColumn::required).toList(),
        columns);
  }

  /** Returns the name of the table with a row for each record. */
  String changes() {
    return name + "_changes";
  }

  /** Returns the name of the view. */
  String latest() {
    return name + "_latest";
  }

  /** Returns the names of its tables and its view. */
  List<String> names() {
    return hasKey() ? List.of(name, changes(), latest()) : List.of(changes(), latest());
  }

  boolean hasKey() {
    return !key.isEmpty();
  }

  /** Returns the columns of the table with a row for each record. */
  List<LakeColumn> changeColumns() {
    return Stream.concat(
            columns.stream(),
            Stream.of(new LakeColumn(TOPIC, "STRING", true), partition(), offset()))
        .toList();
  }

  /** Returns the columns of the merged table, which has the rows that are not deleted. */
  List<LakeColumn> mergedColumns() {
    return Stream.concat(
            columns.stream().filter(column -> !column.name().equals(DELETED)),
            Stream.of(partition(), offset()))
        .toList();
  }

  private static LakeColumn partition() {
    return new LakeColumn(PARTITION, "INT", true);
  }

  private static LakeColumn offset() {
    return new LakeColumn(OFFSET, "BIGINT", true);
  }
}
