package io.mskcdc.smt.unwrap;

import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Schemas;
import io.mskcdc.smt.connect.ValueChange;
import io.mskcdc.smt.event.Envelope;
import io.mskcdc.smt.values.CanonicalValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * One entry of {@code add.fields} or {@code add.headers}: {@code [struct.]field[:newName]}.
 *
 * <p>A name without a struct is read from where Debezium writes it: {@code op} and the {@code ts_}
 * fields from the envelope, transaction fields from {@code transaction}, all others from {@code
 * source}, or if that struct lacks the field from the envelope. The added name is the prefix
 * followed by the new name, the field's name, or {@code struct_field}.
 *
 * @param option the option that holds the entry, for errors
 * @param entry the entry as configured, for errors
 * @param struct the struct of the envelope that holds the field, or null for the envelope itself
 * @param namesStruct whether the entry names the struct, which then must have the field
 * @param field the field's name in that struct
 * @param newName the name of the added field or header, prefix included
 */
public record MetadataField(
    String option, String entry, String struct, boolean namesStruct, String field, String newName) {

  /**
   * Where the field is in the envelopes of one schema.
   *
   * @param parent the position of the struct that holds the field, or null for the envelope itself
   * @param read the position of the field
   * @param schema the schema of the added field or header
   * @param change makes a copied column canonical; null if the value is copied
   */
  public record Position(String name, Field parent, Field read, Schema schema, ValueChange change) {

    public Object value(Struct envelope) {
      Struct holder = parent == null ? envelope : (Struct) envelope.get(parent);
      Object value = holder == null ? null : holder.get(read);
      return value == null || change == null ? value : change.apply(value);
    }
  }

  /**
   * @throws ConfigException if an entry has more than one colon, more than one dot, or an empty
   *     part
   */
  static List<MetadataField> parse(String option, String prefix, List<String> entries) {
    List<MetadataField> fields = new ArrayList<>();
    for (String entry : entries) {
      if (!entry.isBlank()) {
        fields.add(parse(option, prefix, entry.trim()));
      }
    }
    return List.copyOf(fields);
  }

  private static MetadataField parse(String option, String prefix, String entry) {
    String[] names = entry.split(":", -1);
    String[] path = names[0].split("\\.", -1);
    boolean malformed = names.length > 2 || path.length > 2;
    for (String part : names) {
      malformed |= part.isBlank();
    }
    for (String part : path) {
      malformed |= part.isBlank();
    }
    if (malformed) {
      throw new ConfigException(
          option, entry, "must be field, struct.field, field:newName or struct.field:newName");
    }
    String field = path[path.length - 1];
    String struct = path.length == 2 ? path[0] : structOf(field);
    String name = path.length == 2 ? struct + "_" + field : field;
    return new MetadataField(
        option,
        entry,
        struct,
        path.length == 2,
        field,
        prefix + (names.length == 2 ? names[1] : name));
  }

  private static String structOf(String field) {
    return switch (field) {
      case "op", "ts_ms", "ts_us", "ts_ns" -> null;
      case "id", "data_collection_order", "total_order" -> Envelope.TRANSACTION;
      case "updateDescription" -> "updateDescription";
      default -> Envelope.SOURCE;
    };
  }

  /**
   * Finds the field in envelopes of this schema.
   *
   * @param canonical whether a copied column becomes canonical
   * @throws DataException if the field is missing or is a struct
   */
  Position locate(String topic, Schema envelope, boolean canonical) {
    Field parent = null;
    Schema holder = envelope;
    if (struct != null) {
      parent = envelope.field(struct);
      if (parent == null || parent.schema().type() != Schema.Type.STRUCT) {
        throw missing(topic);
      }
      holder = parent.schema();
    }
    Field found = holder.field(field);
    if (found == null && !namesStruct) {
      parent = null;
      found = envelope.field(field);
    }
    if (found == null) {
      throw missing(topic);
    }
    if (found.schema().type() == Schema.Type.STRUCT) {
      throw struct(topic);
    }
    boolean column =
        parent != null && (struct.equals(Envelope.BEFORE) || struct.equals(Envelope.AFTER));
    CanonicalValue value = canonical && column ? CanonicalValue.of(found.schema()) : null;
    return new Position(
        newName,
        parent == null ? null : FieldPositions.read(parent.index()),
        FieldPositions.read(found.index()),
        optional(value == null ? found.schema() : value.schema()),
        value == null ? null : value.change());
  }

  /**
   * Reads the field from an envelope without schema.
   *
   * @throws DataException if the field is missing or is a map
   */
  public Object value(String topic, Map<?, ?> envelope) {
    if (struct != null) {
      if (!envelope.containsKey(struct)) {
        throw missing(topic);
      }
      Object parent = envelope.get(struct);
      if (parent == null) {
        return null;
      }
      if (parent instanceof Map<?, ?> map && map.containsKey(field)) {
        return scalar(topic, map.get(field));
      }
    }
    if (namesStruct || !envelope.containsKey(field)) {
      throw missing(topic);
    }
    return scalar(topic, envelope.get(field));
  }

  /** Refuses a map: a whole image, for example, would bypass the masks of its columns. */
  private Object scalar(String topic, Object value) {
    if (value instanceof Map) {
      throw struct(topic);
    }
    return value;
  }

  private DataException struct(String topic) {
    return new DataException(
        "Unwrapping a change event of topic %s: %s names the struct %s; name one of its fields"
            .formatted(topic, option, entry));
  }

  private DataException missing(String topic) {
    return new DataException(
        "Unwrapping a change event of topic %s: %s names %s, which the event does not have"
            .formatted(topic, option, entry));
  }

  private static Schema optional(Schema schema) {
    return Schemas.named(schema, Schemas.sameType(schema)).optional().build();
  }
}
