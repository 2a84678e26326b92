package io.mskcdc.smt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** Prints records for docs/transforms.md: in full, or only the fields that differ. */
final class RecordDifference {

  private RecordDifference() {}

  /** One line for each part that differs: {@code + added}, {@code - removed}, {@code a -> b}. */
  static List<String> between(SourceRecord before, SourceRecord after) {
    Map<String, String> old = parts(before);
    Map<String, String> now = parts(after);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      if (!now.containsKey(name)) {
        lines.add("- " + name);
      } else if (!old.containsKey(name)) {
        lines.add("+ " + name + ": " + now.get(name));
      } else if (!Objects.equals(old.get(name), now.get(name))) {
        lines.add(name + ": " + old.get(name) + " -> " + now.get(name));
      }
    }
    return lines;
  }

  private static Map<String, String> parts(SourceRecord record) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("topic", record.topic());
    addFields(parts, "key", record.key());
    addFields(parts, "value", record.value());
    addName(parts, "name of the key's schema", record.keySchema());
    addName(parts, "name of the value's schema", record.valueSchema());
    for (Header header : record.headers()) {
      parts.put("header " + header.key(), String.valueOf(header.value()));
    }
    return parts;
  }

  private static void addFields(Map<String, String> parts, String where, Object value) {
    if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        parts.put(where + "." + field.name(), inFull(struct.getWithoutDefault(field.name())));
      }
    }
  }

  private static void addName(Map<String, String> parts, String where, Schema schema) {
    if (schema != null) {
      parts.put(where, schema.name());
    }
  }

  /** A value with all its fields, except the contents of an envelope's source. */
  static String inFull(Object value) {
    if (!(value instanceof Struct struct)) {
      return String.valueOf(value);
    }
    List<String> fields = new ArrayList<>();
    for (Field field : struct.schema().fields()) {
      Object each = struct.getWithoutDefault(field.name());
      boolean shortened = field.name().equals("source");
      fields.add(field.name() + ": " + (shortened ? "{...}" : inFull(each)));
    }
    return "{" + String.join(", ", fields) + "}";
  }
}
