package io.mskcdc.smt.dms;

import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.connect.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The options of DmsToEnvelope. */
public final class DmsConfig {

  static final String KEY_COLUMNS = "key.columns";
  static final String BEFORE_FIELD = "before.image.field";
  static final String BEFORE_PREFIX = "before.image.prefix";
  static final String CONTROL_TOPIC = "control.topic";

  public static final ConfigDef DEF =
      new ConfigDef()
          .define(
              KEY_COLUMNS,
              Type.STRING,
              "",
              (option, value) -> parseKeys(option, (String) value),
              Importance.HIGH,
              "The columns of each table's primary key, as schema.table:column,column; with a"
                  + " semicolon between tables. For a table that is not listed, the key comes from"
                  + " control records or from the partition value, which the task knows only after"
                  + " it has read one.")
          .define(
              BEFORE_FIELD,
              Type.STRING,
              "before-image",
              DmsConfig::requireOwnField,
              Importance.MEDIUM,
              "The field with the before image: FieldName in BeforeImageSettings of the DMS task.")
          .define(
              BEFORE_PREFIX,
              Type.STRING,
              "BI_",
              Importance.MEDIUM,
              "The prefix of columns that hold the before image: column-prefix in the DMS rule"
                  + " add-before-image-columns. Set it to an empty text if columns of a table have"
                  + " this prefix themselves.")
          .define(
              CONTROL_TOPIC,
              Type.STRING,
              "",
              DmsConfig::requireTopic,
              Importance.LOW,
              "The topic of control records, which describe changes of tables. Their value"
                  + " passes unchanged to it. Without a topic, they are dropped.");

  private final AbstractConfig config;
  private final Map<String, List<String>> keys;

  /**
   * @throws ConfigException if an option is unknown or wrong
   */
  public DmsConfig(Map<String, ?> props) {
    OptionsCheck.refuseUnknown("DmsToEnvelope", DEF, props);
    config = new AbstractConfig(DEF, OptionsCheck.given(DEF, props), false);
    keys = parseKeys(KEY_COLUMNS, config.getString(KEY_COLUMNS));
  }

  private static Map<String, List<String>> parseKeys(String option, String text) {
    Map<String, List<String>> keys = new HashMap<>();
    for (String entry : text.isBlank() ? new String[0] : text.split(";", -1)) {
      int colon = entry.lastIndexOf(':');
      String table = colon < 0 ? "" : entry.substring(0, colon).trim();
      List<String> columns =
          Stream.of(entry.substring(colon + 1).split(",", -1)).map(String::trim).toList();
      int dot = table.indexOf('.');
      boolean named = dot > 0 && dot < table.length() - 1;
      if (!named || columns.contains("") || Set.copyOf(columns).size() < columns.size()) {
        throw new ConfigException(
            option, entry.trim(), "must be schema.table:column,column, with different columns");
      }
      if (keys.put(table, columns) != null) {
        throw new ConfigException(option, entry.trim(), "the table is listed twice");
      }
    }
    return keys;
  }

  private static void requireOwnField(String option, Object value) {
    if (DmsRecord.FIELDS.contains(value)) {
      throw new ConfigException(option, value, "is a field that every record of DMS has");
    }
  }

  private static void requireTopic(String option, Object value) {
    String topic = (String) value;
    if (!topic.isEmpty() && !TopicName.isValid(topic)) {
      throw new ConfigException(option, value, "is not a name that Kafka accepts for a topic");
    }
  }

  /** The columns of the key by table, as {@code schema.table}. */
  Map<String, List<String>> keys() {
    return keys;
  }

  /** The field with the before image, or an empty text. */
  String beforeField() {
    return config.getString(BEFORE_FIELD);
  }

  /** Whether a column belongs to the before image by its name. */
  boolean isBefore(String column) {
    String prefix = config.getString(BEFORE_PREFIX);
    return !prefix.isEmpty() && column.startsWith(prefix) && column.length() > prefix.length();
  }

  /** The name of a column that {@link #isBefore}, without the prefix. */
  String ownName(String column) {
    return column.substring(config.getString(BEFORE_PREFIX).length());
  }

  /** The topic of control records, or an empty text if they are dropped. */
  public String controlTopic() {
    return config.getString(CONTROL_TOPIC);
  }
}
