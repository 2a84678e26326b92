package io.mskcdc.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.mysql.MySqlConnector;
import io.debezium.storage.kafka.history.KafkaSchemaHistory;
import io.debezium.transforms.ExtractNewRecordState;
import io.mskcdc.dynamodb.DynamoDbStreamsSourceConnector;
import io.mskcdc.smt.DmsToEnvelope;
import io.mskcdc.smt.Mask;
import io.mskcdc.smt.Route;
import io.mskcdc.smt.Unwrap;
import io.mskcdc.smt.UnwrapMaskRoute;
import io.mskcdc.text.PrettyJson;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.distributed.Crypto;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Generates the JSON Schemas of connector files from the options that Connect and plugins declare.
 */
final class SchemaGenerator {
  private static final String ALIAS = "[^.]+";

  /** Options of Connect 4 that the ConfigDef of 3.7 does not declare. */
  private static final List<String> OF_NEWER_CONNECT =
      List.of("tasks.max.enforce", "connector.plugin.version");

  /** Properties of workers of Connect 4 that the ConfigDef of 3.7 does not declare. */
  private static final List<String> OF_NEWER_WORKERS =
      List.of(
          "header.converter.plugin.version",
          "key.converter.plugin.version",
          "metadata.recovery.rebootstrap.trigger.ms",
          "metadata.recovery.strategy",
          "sasl.oauthbearer.assertion.algorithm",
          "sasl.oauthbearer.assertion.claim.aud",
          "sasl.oauthbearer.assertion.claim.exp.seconds",
          "sasl.oauthbearer.assertion.claim.iss",
          "sasl.oauthbearer.assertion.claim.jti.include",
          "sasl.oauthbearer.assertion.claim.nbf.seconds",
          "sasl.oauthbearer.assertion.claim.sub",
          "sasl.oauthbearer.assertion.file",
          "sasl.oauthbearer.assertion.private.key.file",
          "sasl.oauthbearer.assertion.private.key.passphrase",
          "sasl.oauthbearer.assertion.template.file",
          "sasl.oauthbearer.client.credentials.client.id",
          "sasl.oauthbearer.client.credentials.client.secret",
          "sasl.oauthbearer.header.urlencode",
          "sasl.oauthbearer.jwt.retriever.class",
          "sasl.oauthbearer.jwt.validator.class",
          "sasl.oauthbearer.scope",
          "value.converter.plugin.version");

  /** The classes whose constants are the options of Debezium. */
  private static final List<String> READ_BY_DEBEZIUM =
      List.of(
          "io.debezium.connector.mysql.MySqlConnectorConfig",
          "io.debezium.storage.kafka.history.KafkaSchemaHistory",
          "io.debezium.pipeline.signal.channels.KafkaSignalChannel",
          "io.debezium.pipeline.signal.channels.FileSignalChannel",
          "io.debezium.schema.AbstractRegexTopicNamingStrategy");

  /** Debezium declares the older name of topic.heartbeat.prefix, and reads the newer name only. */
  private static final String NOT_READ = "heartbeat.topics.prefix";

  private static final ConfigDef MYSQL = mysql();

  private static final List<Transformation<?>> TRANSFORMS =
      List.of(
          new Unwrap<>(),
          new Mask<>(),
          new Route<>(),
          new UnwrapMaskRoute<>(),
          new DmsToEnvelope<>());

  private static final ConfigDef DYNAMODB = new DynamoDbStreamsSourceConnector().config();

  private final TreeMap<String, ConfigKey> keys = new TreeMap<>();
  private final TreeMap<String, ConfigKey> patterns = new TreeMap<>();

  SchemaGenerator() {
    add("", SourceConnectorConfig.configDef());
    add("", MYSQL);
    add("", Field.group(new ConfigDef(), "history", KafkaSchemaHistory.ALL_FIELDS.asArray()));
    for (String side : List.of("key", "value")) {
      add(side + ".converter.", JsonConverterConfig.configDef());
    }
    TRANSFORMS.forEach(transform -> addPattern("transforms\\.", transform.config()));
  }

  private static ConfigDef mysql() {
    ConfigDef options = new ConfigDef(new MySqlConnector().config());
    options.configKeys().remove(NOT_READ);
    return options;
  }

  private void add(String prefix, ConfigDef options) {
    options.configKeys().forEach((name, key) -> keys.putIfAbsent(prefix + name, key));
  }

  private void addPattern(String prefix, ConfigDef options) {
    options
        .configKeys()
        .forEach(
            (name, key) ->
                patterns.putIfAbsent(
                    "^" + prefix + ALIAS + "\\." + name.replace(".", "\\.") + "$", key));
  }

  /** Returns the schema of {@code connector-configs/<name>.json}. */
  String connector() {
    ObjectNode schema = document("A connector");
    schema.putArray("required").add("name").add("config");
    config(schema, false).putArray("required").add("connector.class");
    return PrettyJson.of(schema);
  }

  /** Returns the schema of an overlay: nothing is required, and null removes a key. */
  String overlay() {
    ObjectNode schema = document("An overlay of a connector: null removes a key");
    config(schema, true);
    return PrettyJson.of(schema);
  }

  /** Returns the options of type PASSWORD, one a line: the part's class, a tab, the option. */
  String secretKeys() {
    TreeSet<String> lines = new TreeSet<>();
    keys.forEach(
        (name, key) -> {
          if (key.type == Type.PASSWORD) {
            lines.add(owner(name) + '\t' + name);
          }
        });
    TRANSFORMS.forEach(
        transform ->
            transform
                .config()
                .configKeys()
                .forEach(
                    (name, key) -> {
                      if (key.type == Type.PASSWORD) {
                        lines.add(transform.getClass().getName() + '\t' + name);
                      }
                    }));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Returns the defaults, one a line: the option's class, the key and the value, with tabs between.
   * Options of transforms are left out: two transforms may use one name with different defaults.
   */
  String defaults() {
    StringBuilder lines = new StringBuilder();
    keys.forEach((name, key) -> addDefault(lines, owner(name), name, key));
    String dynamoDb = DynamoDbStreamsSourceConnector.class.getName();
    new TreeMap<>(DYNAMODB.configKeys())
        .forEach((name, key) -> addDefault(lines, dynamoDb, name, key));
    return lines.toString();
  }

  private static void addDefault(StringBuilder lines, String part, String name, ConfigKey key) {
    if (key.type != Type.PASSWORD && key.hasDefault() && key.defaultValue != null) {
      String value = ConfigDef.convertToString(key.defaultValue, key.type);
      if (!value.contains("\n") && !value.contains("\t")) {
        lines.append(String.join("\t", part, name, value)).append('\n');
      }
    }
  }

  private static String owner(String name) {
    boolean ofConnect =
        SourceConnectorConfig.configDef().names().contains(name)
            || name.matches("(key|value)\\.conv.*");
    return ofConnect ? "connect" : MySqlConnector.class.getName();
  }

  /**
   * Returns the options that each part reads, one a line: the part's class or its name in {@code
   * KnownOptions}, a tab, the option.
   */
  String options() {
    TreeMap<String, TreeSet<String>> parts = new TreeMap<>();
    parts.put("connect", new TreeSet<>(SourceConnectorConfig.configDef().names()));
    parts.get("connect").addAll(OF_NEWER_CONNECT);
    parts.put("worker", ofWorkers());
    parts.put("admin", new TreeSet<>(AdminClientConfig.configNames()));
    parts.put("consumer", new TreeSet<>(ConsumerConfig.configNames()));
    parts.put("producer", new TreeSet<>(ProducerConfig.configNames()));
    parts.put("topic", ofTopics());
    TreeSet<String> mysql = new TreeSet<>(MYSQL.names());
    READ_BY_DEBEZIUM.forEach(type -> mysql.addAll(fields(type)));
    // Options of other databases, and patterns.
    mysql.removeAll(List.of("schema.include.list", "schema.exclude.list", "database.dbname"));
    mysql.removeIf(name -> name.contains("("));
    parts.put(MySqlConnector.class.getName(), mysql);
    parts.put(DynamoDbStreamsSourceConnector.class.getName(), new TreeSet<>(DYNAMODB.names()));
    for (HeaderConverter converter :
        List.of(new JsonConverter(), new StringConverter(), new ByteArrayConverter())) {
      parts.put(converter.getClass().getName(), new TreeSet<>(converter.config().names()));
    }
    List<Transformation<?>> transforms = new ArrayList<>(TRANSFORMS);
    transforms.add(new ExtractNewRecordState<>());
    for (Transformation<?> transform : transforms) {
      parts.put(transform.getClass().getName(), new TreeSet<>(transform.config().names()));
    }
    parts
        .get(ExtractNewRecordState.class.getName())
        .addAll(fields("io.debezium.transforms.ExtractNewRecordStateConfigDefinition"));
    StringBuilder lines = new StringBuilder();
    parts.forEach(
        (part, options) ->
            options.forEach(option -> lines.append(part).append('\t').append(option).append('\n')));
    return lines.toString();
  }

  /**
   * Returns the values that options accept, one option a line: the part as in {@link #options}, a
   * tab, the option, a tab, and {@code integer}, {@code number} or the values with commas between;
   * {@code list:} stands before those of a list. Options that accept any text are left out.
   */
  String values() {
    TreeMap<String, TreeMap<String, String>> parts = new TreeMap<>();
    addValues(parts, "connect", SourceConnectorConfig.configDef());
    addValues(parts, "worker", workerConfigDef());
    addValues(parts, MySqlConnector.class.getName(), MYSQL);
    READ_BY_DEBEZIUM.forEach(
        type -> addValues(parts, MySqlConnector.class.getName(), constants(type)));
    addValues(parts, DynamoDbStreamsSourceConnector.class.getName(), DYNAMODB);
    addValues(parts, JsonConverter.class.getName(), JsonConverterConfig.configDef());
    TRANSFORMS.forEach(
        transform -> addValues(parts, transform.getClass().getName(), transform.config()));
    addValues(
        parts,
        ExtractNewRecordState.class.getName(),
        constants("io.debezium.transforms.ExtractNewRecordStateConfigDefinition"));
    StringBuilder lines = new StringBuilder();
    parts.forEach(
        (part, options) ->
            options.forEach(
                (option, values) ->
                    lines
                        .append(part)
                        .append('\t')
                        .append(option)
                        .append('\t')
                        .append(values)
                        .append('\n')));
    return lines.toString();
  }

  private static void addValues(
      Map<String, TreeMap<String, String>> parts, String part, ConfigDef options) {
    options
        .configKeys()
        .forEach((name, key) -> addValues(parts, part, name, key.type, Set.copyOf(allowed(key))));
  }

  /** The ConfigDef of Debezium does not declare the values of modes; the constants do. */
  private static void addValues(
      Map<String, TreeMap<String, String>> parts, String part, List<Field> options) {
    options.stream()
        .filter(option -> !option.name().contains("("))
        .forEach(
            option ->
                addValues(
                    parts,
                    part,
                    option.name(),
                    option.type(),
                    option.type() == Type.LIST ? entries(option) : option.allowedValues()));
  }

  /**
   * Returns what a list accepts: no validator of a list declares it, so each letter and "none" is
   * tried. Empty if it accepts all of them.
   */
  private static Set<String> entries(Field list) {
    List<String> tried =
        Stream.concat(
                IntStream.rangeClosed('a', 'z').mapToObj(Character::toString), Stream.of("none"))
            .toList();
    Set<String> accepted =
        tried.stream()
            .filter(
                entry ->
                    list.validate(
                        Configuration.create().with(list.name(), entry).build(),
                        (field, value, problem) -> {}))
            .collect(Collectors.toSet());
    return accepted.size() == tried.size() ? Set.of() : accepted;
  }

  private static void addValues(
      Map<String, TreeMap<String, String>> parts,
      String part,
      String name,
      Type type,
      Set<?> allowed) {
    String values =
        switch (type) {
          case BOOLEAN -> "false,true";
          case SHORT, INT, LONG -> "integer";
          case DOUBLE -> "number";
          case STRING -> joined(allowed);
          case LIST -> allowed.isEmpty() ? "" : "list:" + joined(allowed);
          default -> "";
        };
    if (!values.isEmpty()) {
      parts.computeIfAbsent(part, each -> new TreeMap<>()).put(name, values);
    }
  }

  private static String joined(Set<?> values) {
    return values.stream()
        .map(value -> value.toString().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** The ConfigDef of workers is private. */
  private static ConfigDef workerConfigDef() {
    try {
      Method method = DistributedConfig.class.getDeclaredMethod("config", Crypto.class);
      method.setAccessible(true);
      return (ConfigDef) method.invoke(null, Crypto.SYSTEM);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TreeSet<String> ofWorkers() {
    TreeSet<String> names = new TreeSet<>(workerConfigDef().names());
    names.addAll(OF_NEWER_WORKERS);
    return names;
  }

  private static TreeSet<String> ofTopics() {
    TreeSet<String> names = new TreeSet<>();
    try {
      for (java.lang.reflect.Field constant : TopicConfig.class.getFields()) {
        if (constant.getName().endsWith("_CONFIG")) {
          names.add((String) constant.get(null));
        }
      }
      return names;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the names of the options that are constants of a class, with their older names. */
  private static TreeSet<String> fields(String type) {
    TreeSet<String> names = new TreeSet<>();
    for (Field option : constants(type)) {
      names.add(option.name());
      names.addAll(option.deprecatedAliases());
    }
    return names;
  }

  /** Debezium reads more options than its ConfigDef declares. Each option is a constant. */
  private static List<Field> constants(String type) {
    List<Field> options = new ArrayList<>();
    try {
      for (java.lang.reflect.Field constant : Class.forName(type).getFields()) {
        if (constant.getType() == Field.class) {
          options.add((Field) constant.get(null));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return options;
  }

  private static ObjectNode document(String title) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", title);
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    text(properties, "$schema", "The schema of this file, for editors");
    text(properties, "name", "The connector's name, equal to the file's");
    text(properties, "description", "Its purpose");
    text(properties, "owner", "Its owner");
    ObjectNode accept = properties.putObject("accept");
    accept.put("type", "array");
    accept.put("description", "Findings and dangerous changes that are accepted");
    ObjectNode item = accept.putObject("items");
    item.put("type", "object");
    item.put("additionalProperties", false);
    item.putArray("required").add("rule").add("reason");
    ObjectNode entry = item.putObject("properties");
    text(entry, "rule", "The code of the finding or dangerous change");
    text(entry, "key", "The configuration key; without it, any key");
    text(entry, "reason", "The reason");
    return schema;
  }

  private static void text(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }

  private ObjectNode config(ObjectNode schema, boolean overlay) {
    ObjectNode config = ((ObjectNode) schema.get("properties")).putObject("config");
    config.put("type", "object");
    ObjectNode properties = config.putObject("properties");
    TreeMap<String, ConfigKey> all = new TreeMap<>(DYNAMODB.configKeys());
    all.putAll(keys);
    for (Map.Entry<String, ConfigKey> entry : all.entrySet()) {
      if (!entry.getKey().equals("name")) {
        option(properties.putObject(entry.getKey()), entry.getValue(), overlay);
      }
    }
    ObjectNode more = config.putObject("patternProperties");
    patterns.forEach((pattern, key) -> option(more.putObject(pattern), key, overlay));
    ArrayNode any = config.putObject("additionalProperties").putArray("type");
    any.add("string").add("number").add("boolean");
    if (overlay) {
      any.add("null");
    }
    return config;
  }

  private static void option(ObjectNode node, ConfigKey key, boolean overlay) {
    // A text is always valid: it may contain a variable or a reference to a config provider.
    ArrayNode types = node.putArray("type").add("string");
    switch (key.type) {
      case BOOLEAN -> types.add("boolean");
      case INT, LONG, SHORT -> types.add("integer");
      case DOUBLE -> types.add("number");
      default -> {}
    }
    if (overlay) {
      types.add("null");
    }
    if (key.documentation != null && !key.documentation.isBlank()) {
      node.put("description", key.documentation.strip());
    }
    if (key.type == Type.PASSWORD) {
      node.put("x-secret", true);
    } else if (key.hasDefault() && key.defaultValue != null) {
      node.put("default", ConfigDef.convertToString(key.defaultValue, key.type));
    }
    List<String> values = allowed(key);
    if (!values.isEmpty()) {
      ArrayNode examples = node.putArray("examples");
      values.forEach(examples::add);
    }
  }

  /** Returns the allowed values, as examples only: the value may also be a variable. */
  private static List<String> allowed(ConfigKey key) {
    if (key.validator instanceof ConfigDef.ValidString
        || key.validator instanceof ConfigDef.CaseInsensitiveValidString) {
      String list = key.validator.toString();
      String values = list.substring(list.indexOf('[') + 1, list.lastIndexOf(']'));
      return List.of(values.split(", "));
    }
    if (key.recommender == null) {
      return List.of();
    }
    try {
      return key.recommender.validValues(key.name, Map.of()).stream().map(String::valueOf).toList();
    } catch (ConfigException | IllegalArgumentException | NullPointerException e) {
      // Some recommenders read other options, which are not set here.
      return List.of();
    }
  }
}
