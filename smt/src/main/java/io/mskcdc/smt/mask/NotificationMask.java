package io.mskcdc.smt.mask;

import io.mskcdc.smt.connect.FieldPositions;
import io.mskcdc.smt.connect.Records;
import io.mskcdc.smt.event.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Removes primary keys from Debezium's notifications about the progress of incremental snapshots,
 * which contain them as text. The rest of a notification stays.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/configuration/notification.html">
 *     Debezium, notifications</a>
 */
public final class NotificationMask {

  private static final String DATA = "additional_data";
  private static final String TABLE = "current_collection_in_progress";
  private static final List<String> KEYS = List.of("maximum_key", "last_processed_key");
  private static final String MASKED = "***";

  private final MaskRules rules;

  public NotificationMask(MaskRules rules) {
    this.rules = rules;
  }

  public <R extends ConnectRecord<R>> R mask(R record) {
    Object value = masked(record.value());
    return value == record.value()
        ? record
        : Records.copyOf(
            record,
            record.topic(),
            record.keySchema(),
            record.key(),
            record.valueSchema(),
            value,
            record.headers());
  }

  private Object masked(Object value) {
    if (value instanceof Struct struct
        && struct.schema().field(DATA) != null
        && struct.get(DATA) instanceof Map<?, ?> data
        && holdsKeys(data)) {
      Struct copy = new Struct(struct.schema());
      for (Field field : struct.schema().fields()) {
        Object each = struct.getWithoutDefault(field.name());
        FieldPositions.put(copy, field, field.name().equals(DATA) ? withoutKeys(data) : each);
      }
      return copy;
    }
    if (value instanceof Map<?, ?> map
        && map.get(DATA) instanceof Map<?, ?> data
        && holdsKeys(data)) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      copy.put(DATA, withoutKeys(data));
      return copy;
    }
    return value;
  }

  /** Whether the data has keys of a table to which a rule may apply. */
  private boolean holdsKeys(Map<?, ?> data) {
    return KEYS.stream().anyMatch(data::containsKey)
        && (!(data.get(TABLE) instanceof String table) || rules.mayMask(namesOf(table)));
  }

  /** The table with its schema or with its database as qualifier; SQL Server names both. */
  private static List<TableName> namesOf(String table) {
    TableName name = TableName.ofTopic(table);
    List<TableName> names = new ArrayList<>(List.of(name));
    if (!name.prefix().isEmpty()) {
      names.add(new TableName("", name.prefix(), name.table()));
    }
    return names;
  }

  private static Map<Object, Object> withoutKeys(Map<?, ?> data) {
    Map<Object, Object> copy = new LinkedHashMap<>(data);
    KEYS.forEach(key -> copy.computeIfPresent(key, (each, clear) -> MASKED));
    return copy;
  }
}
