package io.mskcdc.smt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;

/** Masks the column {@code c} of a table, in a change event or in a flat row. */
public final class MaskedColumn {

  /** The column of {@link #inRow} and {@link #record}. */
  public static final String COLUMN = "production_db.customers.c";

  public static final Schema VARIABLE =
      SchemaBuilder.struct()
          .name("io.debezium.data.VariableScaleDecimal")
          .field("scale", Schema.INT32_SCHEMA)
          .field("value", Schema.BYTES_SCHEMA)
          .build();

  private MaskedColumn() {}

  /** Masks the column of an event and returns the row. */
  public static Struct inEvent(String method, Schema schema, Object value) {
    return inEvent(options(method), schema, value);
  }

  /** Masks the column of an event with these options and returns the row. */
  public static Struct inEvent(Map<String, String> options, Schema schema, Object value) {
    Events table = new Events("db", "t", SchemaBuilder.struct().field("c", schema));
    Mask<SourceRecord> mask = new Mask<>();
    mask.configure(options);
    Struct envelope = (Struct) mask.apply(table.insert(table.row(Map.of("c", value)))).value();
    Struct row = envelope.getStruct("after");
    row.validate();
    return row;
  }

  /** Options that mask the column of {@link #inEvent}. */
  public static Map<String, String> options(String method) {
    Map<String, String> options = new HashMap<>();
    options.put(method + ".columns", "db.t.c");
    options.put("key.secret", TestKey.BASE64);
    options.put("key.id", "k1");
    options.put("partial.keep.first", "2");
    options.put("partial.keep.last", "2");
    options.put("bucket.size", "10");
    return options;
  }

  /** Masks the column of a flat row and returns the masked value. */
  public static Object inRow(String method, Schema schema, Object value) {
    Struct out =
        (Struct)
            Masks.of(method + ".columns", COLUMN, "bucket.size", "10")
                .apply(record(schema, value))
                .value();
    out.validate();
    return out.get("c");
  }

  /** A flat row whose only column is {@value COLUMN}. */
  public static SourceRecord record(Schema column, Object value) {
    Schema row = Masks.row(Masks.TOPIC).field("c", column).build();
    return Masks.flat(row, new Struct(row).put("c", value));
  }

  public static void assertUnsupported(String method, Schema schema, Object value) {
    assertThatThrownBy(() -> inEvent(method, schema, value))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(method)
        .hasMessageContaining("c")
        .hasMessageNotContaining("secret-value")
        .hasNoCause();
  }

  /** The schema of one of Debezium's types of dates and times. */
  public static Schema time(String name, Schema type) {
    return new SchemaBuilder(type.type()).name("io.debezium.time." + name).build();
  }

  /** The schema of one of Debezium's types of texts. */
  public static Schema data(String name) {
    return SchemaBuilder.string().name("io.debezium.data." + name).build();
  }

  public static Struct variable(String number) {
    BigDecimal decimal = new BigDecimal(number);
    return new Struct(VARIABLE)
        .put("scale", decimal.scale())
        .put("value", decimal.unscaledValue().toByteArray());
  }
}
