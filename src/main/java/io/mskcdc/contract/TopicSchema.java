package io.mskcdc.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Writes the JSON Schemas of a topic's keys and values. They are strict: a record with another
 * field, or with a text in another form, is not valid. No schema describes a tombstone, which has
 * no value.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
 */
public final class TopicSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private TopicSchema() {}

  /** Returns the schema of the keys; empty for a table without a key, whose records have none. */
  public static Optional<ObjectNode> ofKey(TableContract table) {
    if (table.key().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode schema = document(table, "Key");
    ObjectNode fields = FieldSchema.object(schema);
    table.key().forEach(column -> FieldSchema.add(fields, schema, column));
    return Optional.of(schema);
  }

  /** Returns the schema of the values. */
  public static ObjectNode ofValue(TableContract table) {
    ObjectNode schema = document(table, "Value");
    ObjectNode fields = FieldSchema.object(schema);
    table.row().forEach(column -> FieldSchema.add(fields, schema, column));
    table.metadata().forEach(field -> FieldSchema.add(fields, schema, field));
    return schema;
  }

  private static ObjectNode document(TableContract table, String part) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$schema", DRAFT)
        .put("title", table.topic())
        .put("description", part + " of a row of the MySQL table " + table.qualifiedTable());
  }
}
