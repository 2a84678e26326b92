package io.mskcdc.contract;

import io.mskcdc.contract.ColumnValue.Kind;
import io.mskcdc.smt.unwrap.MetadataField;
import io.mskcdc.smt.unwrap.RowPlan;
import io.mskcdc.smt.unwrap.UnwrapConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields that unwrapping adds to rows of Debezium's MySQL connector.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-events">
 *     MySQL connector, data change events</a>
 */
final class SourceMetadata {
  private static final RowMetadata DELETED =
      new RowMetadata(RowPlan.DELETED, text(5), false, "^(true|false)$");

  private SourceMetadata() {}

  /**
   * Returns the added fields in the row's order.
   *
   * @param options the options of Unwrap, without prefix
   * @param unknown receives each entry of {@code add.fields} whose form is not known
   * @throws org.apache.kafka.common.config.ConfigException if Unwrap would refuse the options
   */
  static List<RowMetadata> of(Map<String, String> options, List<String> unknown) {
    UnwrapConfig config = new UnwrapConfig(options);
    List<RowMetadata> added = new ArrayList<>();
    if (config.rewritesDeletes()) {
      added.add(DELETED);
    }
    for (MetadataField field : config.rowOptions(true).fields()) {
      form(field)
          .ifPresentOrElse(
              form ->
                  added.add(new RowMetadata(field.newName(), form.value, form.nullable, form.text)),
              () -> unknown.add(field.entry()));
    }
    return added;
  }

  private record Form(ColumnValue value, boolean nullable, String text) {}

  /** Returns the form of a field; empty for a column and for what Debezium does not document. */
  private static Optional<Form> form(MetadataField field) {
    String path = field.struct() == null ? field.field() : field.struct() + "." + field.field();
    return Optional.ofNullable(
        switch (path) {
          case "op" -> new Form(text(1), false, "^[rcud]$");
          case "ts_ms", "ts_us", "ts_ns" -> new Form(integer(64), true, "");
          case "source.ts_ms", "source.pos", "source.server_id" -> new Form(integer(64), false, "");
          case "source.ts_us", "source.ts_ns", "source.thread" -> new Form(integer(64), true, "");
          case "source.row" -> new Form(integer(32), false, "");
          case "source.version", "source.connector", "source.name", "source.file", "source.db" ->
              new Form(text(0), false, "");
          case "source.snapshot", "source.table", "source.gtid", "source.sequence" ->
              new Form(text(0), true, "");
          case "transaction.id" -> new Form(text(0), true, "");
          case "transaction.total_order", "transaction.data_collection_order" ->
              new Form(integer(64), true, "");
          default -> null;
        });
  }

  private static ColumnValue text(int characters) {
    return ColumnValue.of(Kind.TEXT, characters);
  }

  private static ColumnValue integer(int bits) {
    return ColumnValue.of(Kind.INTEGER, bits);
  }
}
