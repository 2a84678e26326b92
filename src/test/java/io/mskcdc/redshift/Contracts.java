package io.mskcdc.redshift;

import io.mskcdc.contract.ColumnValue;
import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.contract.ContractColumn;
import io.mskcdc.contract.RowMetadata;
import io.mskcdc.contract.TableContract;
import java.util.List;

/** Contracts of tables, for tests. */
final class Contracts {
  static final List<RowMetadata> METADATA =
      List.of(
          new RowMetadata("__op", value(Kind.TEXT, 1), false, ""),
          new RowMetadata("__deleted", value(Kind.TEXT, 5), false, ""),
          new RowMetadata("__source_ts_ms", value(Kind.INTEGER, 64), false, ""));

  private Contracts() {}

  static TableContract table(String database, String table, ContractColumn... columns) {
    boolean keyless = List.of(columns).stream().noneMatch(ContractColumn::inKey);
    return new TableContract(
        database + "." + table + (keyless ? ".append" : ""),
        database,
        table,
        List.of(columns),
        METADATA);
  }

  static ContractColumn key(String name, ColumnValue value) {
    return new ContractColumn(name, "", value, false, true, true, "", "");
  }

  static ContractColumn column(String name, ColumnValue value) {
    return new ContractColumn(name, "", value, true, false, true, "", "");
  }

  static ColumnValue value(Kind kind, int precision) {
    return new ColumnValue(kind, precision, 0);
  }

  static ColumnValue value(Kind kind) {
    return value(kind, 0);
  }

  static ColumnValue decimal(int precision, int scale) {
    return new ColumnValue(Kind.DECIMAL, precision, scale);
  }
}
