package io.mskcdc.smt.values;

import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.event.TableName;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * Makes the values in keys canonical: in the record's key and in the headers with the old and the
 * new key of a row whose key changed. All records of a row then have the same key.
 */
public final class CanonicalKeys {

  /** The conversion for keys of one schema, as compiled for the last row. */
  private static final class Compiled {
    // Null until the first row.
    private Schema row;
    // Null if all values of the schema are canonical.
    private CanonicalStruct struct;
  }

  private final SchemaCache<Compiled> byKey = new SchemaCache<>();

  /**
   * Returns the conversion for keys of this schema, or null if there is nothing to convert. A
   * tombstone has no row; its key is converted like that of the last row with the same schema.
   *
   * @param row the schema of the record's row, or null if the record has none
   */
  public CanonicalStruct of(Schema schema, Schema row) {
    if (schema == null || schema.type() != Schema.Type.STRUCT || !TableName.isIn(schema)) {
      return null;
    }
    Compiled compiled = byKey.get(schema);
    if (compiled == null || row != null && !row.equals(compiled.row)) {
      CanonicalStruct struct = CanonicalStruct.of(schema, row);
      if (compiled == null) {
        compiled = new Compiled();
        byKey.put(schema, compiled);
      }
      compiled.row = row;
      compiled.struct = struct;
    }
    return compiled.struct;
  }

  private static Schema rowOf(Schema value) {
    if (value == null || !Envelope.is(value)) {
      return null;
    }
    Field image = value.field(Envelope.AFTER);
    return image == null || image.schema().type() != Schema.Type.STRUCT ? null : image.schema();
  }

  /** Returns the record with converted key and headers; the same object if nothing changes. */
  public <R extends ConnectRecord<R>> R convert(R record) {
    CanonicalStruct key = of(record.keySchema(), rowOf(record.valueSchema()));
    Headers headers = convert(record.headers());
    return key == null && headers == record.headers()
        ? record
        : Records.copyOf(
            record,
            record.topic(),
            key == null ? record.keySchema() : key.schema(),
            key == null ? record.key() : key.convert(record.topic(), record.key()),
            record.valueSchema(),
            record.value(),
            headers);
  }

  /** Returns the same object if no header holds a key to convert. */
  public Headers convert(Headers all) {
    Headers converted = all;
    for (Header header : all) {
      if (of(header.schema(), null) != null) {
        converted = new ConnectHeaders();
        break;
      }
    }
    if (converted != all) {
      for (Header header : all) {
        CanonicalStruct struct = of(header.schema(), null);
        converted.add(
            struct == null
                ? header
                : header.with(struct.schema(), struct.convert(header.key(), header.value())));
      }
    }
    return converted;
  }
}
