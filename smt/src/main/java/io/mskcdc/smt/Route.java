package io.mskcdc.smt;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Gives records another topic. A row's tombstone follows its row; heartbeats, schema changes,
 * transactions and notifications of Debezium keep theirs.
 */
public class Route<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  public static final String OVERVIEW_DOC =
      "Gives rows, and the tombstones that follow them, another topic.";

  static final String REGEX = "regex";
  static final String REPLACEMENT = "replacement";

  public static final ConfigDef CONFIG_DEF =
      new ConfigDef()
          .define(
              REGEX,
              Type.STRING,
              null,
              Route::requireRegex,
              Importance.HIGH,
              "A regular expression that the whole topic must match.")
          .define(
              REPLACEMENT,
              Type.STRING,
              null,
              Importance.HIGH,
              "The topic of records that match, with $1 or ${name} for the groups of regex.");

  private Pattern regex;
  private String replacement;
  private Map<String, String> topics;

  @Override
  public ConfigDef config() {
    return CONFIG_DEF;
  }

  @Override
  public String version() {
    return Version.CURRENT;
  }

  @Override
  public void configure(Map<String, ?> props) {
    AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
    if (config.getString(REGEX) == null || config.getString(REPLACEMENT) == null) {
      throw new ConfigException("Route needs " + REGEX + " and " + REPLACEMENT);
    }
    regex = Pattern.compile(config.getString(REGEX));
    replacement = config.getString(REPLACEMENT);
    topics = new HashMap<>();
  }

  @Override
  public R apply(R record) {
    if (RecordKind.of(record) != RecordKind.ROW) {
      return record;
    }
    String topic = topics.get(record.topic());
    if (topic == null) {
      topic = route(record.topic());
      topics.put(record.topic(), topic);
    }
    if (topic.equals(record.topic())) {
      return record;
    }
    return record.newRecord(
        topic,
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        record.timestamp());
  }

  private String route(String topic) {
    Matcher matcher = regex.matcher(topic);
    if (!matcher.matches()) {
      return topic;
    }
    String target = matcher.replaceFirst(replacement);
    if (!TopicName.isValid(target)) {
      throw new DataException(
          "Routing topic %s: %s gives %s, which Kafka refuses as the name of a topic"
              .formatted(topic, REPLACEMENT, target));
    }
    return target;
  }

  private static void requireRegex(String option, Object value) {
    if (value != null) {
      try {
        Pattern.compile((String) value);
      } catch (PatternSyntaxException e) {
        throw new ConfigException(option, value, "is no regular expression: " + e.getDescription());
      }
    }
  }

  @Override
  public void close() {
    topics = null;
  }
}
