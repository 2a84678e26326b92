package io.mskcdc.smt.dms;

import io.mskcdc.smt.connect.BoundedMap;
import io.mskcdc.smt.dms.DmsRecord.TableDefinition;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * The primary keys and columns of tables: from the options, from control records that came before,
 * or from a record's partition value.
 *
 * <p>Only the options survive a restart, because a task does not read former records again.
 */
public final class KnownTables {

  private static final TableDefinition UNKNOWN = new TableDefinition(List.of(), List.of());

  private final Map<String, List<String>> configured;
  private final Map<String, TableDefinition> defined = new BoundedMap<>(BoundedMap.TABLES);
  // Primary keys of one column that a partition value shows.
  private final Map<String, String> decoded = new BoundedMap<>(BoundedMap.TABLES);

  public KnownTables(DmsConfig config) {
    configured = config.keys();
  }

  /**
   * Remembers the definition of a table in a control record. If the record has no definition, the
   * columns are not known any more; the key stays unless the table itself changes.
   */
  public void remember(DmsRecord control) {
    String table = control.tableName();
    TableDefinition definition = control.definition();
    boolean replacesTable = control.operation().endsWith("-table");
    if (definition == null && !replacesTable) {
      List<String> key = defined.getOrDefault(table, UNKNOWN).key();
      defined.put(table, new TableDefinition(List.of(), key));
      return;
    }
    decoded.remove(table);
    if (definition == null || control.operation().equals("drop-table")) {
      defined.remove(table);
    } else {
      defined.put(table, definition);
    }
  }

  /** The columns of a table, or an empty list if they are not known. */
  List<String> columns(DmsRecord record) {
    return defined.getOrDefault(record.tableName(), UNKNOWN).columns();
  }

  /**
   * Returns the columns of the primary key.
   *
   * @param row the columns of the record
   * @throws org.apache.kafka.connect.errors.DataException if the key is not known
   */
  List<String> key(DmsRecord record, Map<String, Object> row) {
    List<String> key = configured.get(record.tableName());
    if (key == null) {
      key = defined.getOrDefault(record.tableName(), UNKNOWN).key();
    }
    return key.isEmpty() ? List.of(decode(record, row)) : key;
  }

  /**
   * Finds the column whose value is the partition value, which is {@code schema.table.value} or the
   * value alone. A value with a dot may consist of several columns, so it decides nothing.
   */
  private String decode(DmsRecord record, Map<String, Object> row) {
    String table = record.tableName();
    String known = decoded.get(table);
    String partition = record.primaryKeyValue();
    if (partition == null) {
      if (known == null) {
        throw unknown(record, "neither an option nor a former record names it");
      }
      return known;
    }
    String prefix = table + ".";
    String value = partition.startsWith(prefix) ? partition.substring(prefix.length()) : partition;
    if (known != null) {
      if (!value.equals(text(row.get(known)))) {
        throw unknown(record, "the partition value contradicts the column %s".formatted(known));
      }
      return known;
    }
    List<String> columns =
        row.keySet().stream().filter(column -> value.equals(text(row.get(column)))).toList();
    if (columns.size() != 1 || value.contains(".")) {
      throw unknown(record, "the partition value does not show which columns it consists of");
    }
    decoded.put(table, columns.get(0));
    return columns.get(0);
  }

  /** Returns the text of a value in a partition value, or null if the type has several texts. */
  private static String text(Object value) {
    boolean hasOneText =
        value instanceof String
            || value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte
            || value instanceof BigInteger;
    return hasOneText ? value.toString() : null;
  }

  private static RuntimeException unknown(DmsRecord record, String reason) {
    return DmsErrors.of(
        DmsErrors.KEY_UNKNOWN,
        record.where(),
        "the primary key is not known: " + reason,
        "add %s:<column> to %s".formatted(record.tableName(), DmsConfig.KEY_COLUMNS));
  }
}
