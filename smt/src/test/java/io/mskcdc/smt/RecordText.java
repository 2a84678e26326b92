package io.mskcdc.smt;

import io.mskcdc.smt.mask.method.Numbers;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A record as text to search in: topic, key, value, headers and schemas. */
final class RecordText {

  private RecordText() {}

  static String of(ConnectRecord<?> record) {
    StringBuilder text = new StringBuilder(String.valueOf(record.topic()));
    append(text, record.keySchema());
    append(text, record.key());
    append(text, record.valueSchema());
    append(text, record.value());
    record
        .headers()
        .forEach(
            header -> {
              text.append(' ').append(header.key());
              append(text, header.schema());
              append(text, header.value());
            });
    return text.toString();
  }

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Schema schema) {
    if (schema == null) {
      return;
    }
    text.append(' ').append(schema.name()).append(schema.doc()).append(schema.parameters());
    append(text, schema.defaultValue());
    if (schema.type() == Schema.Type.STRUCT) {
      for (Field field : schema.fields()) {
        text.append(' ').append(field.name());
        append(text, field.schema());
      }
    }
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        append(text, struct.getWithoutDefault(field.name()));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> {
            append(text, key);
            append(text, each);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(each -> append(text, each));
    } else if (value instanceof byte[] bytes) {
      text.append(' ').append(HexFormat.of().formatHex(bytes));
    } else if (value instanceof ByteBuffer buffer) {
      text.append(' ').append(HexFormat.of().formatHex(Numbers.bytesOf(buffer)));
    } else if (value instanceof java.util.Date date) {
      text.append(' ').append(date.getTime());
    } else if (value != null) {
      text.append(' ').append(value);
    }
  }
}
