package io.mskcdc.smt.values;

import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.connect.SchemaCache;
import io.mskcdc.smt.event.TableName;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * Makes the values in keys canonical: in the record's key and in the headers with the old and the
 * new key of a row whose key changed. All records of a row then have the same key.
 */
public final class CanonicalKeys {

  // Empty if all values of the schema are canonical.
  private final SchemaCache<Optional<CanonicalStruct>> structs = new SchemaCache<>();

  /** Returns the conversion for structs of this schema, or null if there is nothing to convert. */
  public CanonicalStruct of(Schema schema) {
    if (schema == null || schema.type() != Schema.Type.STRUCT || !TableName.isIn(schema)) {
      return null;
    }
    Optional<CanonicalStruct> struct = structs.get(schema);
    if (struct == null) {
      struct = Optional.ofNullable(CanonicalStruct.of(schema));
      structs.put(schema, struct);
    }
    return struct.orElse(null);
  }

  /** Returns the record with converted key and headers; the same object if nothing changes. */
  public <R extends ConnectRecord<R>> R convert(R record) {
    CanonicalStruct key = of(record.keySchema());
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
      if (of(header.schema()) != null) {
        converted = new ConnectHeaders();
        break;
      }
    }
    if (converted != all) {
      for (Header header : all) {
        CanonicalStruct struct = of(header.schema());
        converted.add(
            struct == null
                ? header
                : header.with(struct.schema(), struct.convert(header.key(), header.value())));
      }
    }
    return converted;
  }
}
