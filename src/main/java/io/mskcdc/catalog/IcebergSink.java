package io.mskcdc.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Apache Iceberg's sink: what it uses of Kafka and of AWS.
 *
 * @param name the connector's name
 * @param config its configuration, with stars for the values that the worker resolves
 * @see <a href="https://iceberg.apache.org/docs/latest/kafka-connect/">Iceberg, Kafka Connect</a>
 */
public record IcebergSink(String name, Map<String, String> config) {
  /** The connector's class. */
  public static final String CLASS = "org.apache.iceberg.connect.IcebergSinkConnector";

  /** The key of {@link #coordinatedGroup}. */
  public static final String COORDINATED = "iceberg.connect.group-id";

  private static final String CATALOG = "iceberg.catalog.";
  private static final String GLUE = "org.apache.iceberg.aws.glue.GlueCatalog";

  /** The characters of a topic's name before a pattern begins. */
  private static final Pattern LITERAL =
      Pattern.compile("(?:(?:[a-zA-Z0-9_-]|\\\\\\.)(?![?*+{]))*+");

  private static final Pattern S3 = Pattern.compile("s3[an]?://([^/]+)/?(.*?)/?");

  public IcebergSink {
    config = Map.copyOf(config);
  }

  /** Returns the sink of a configuration; empty for another connector. */
  public static Optional<IcebergSink> of(String name, Map<String, String> config) {
    return CLASS.equals(config.get("connector.class"))
        ? Optional.of(new IcebergSink(name, config))
        : Optional.empty();
  }

  /** Returns the topics that it reads; a pattern becomes a star where it begins. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>(CommaList.of(config.get(SinkTopics.LIST)));
    Optional.ofNullable(config.get(SinkTopics.PATTERN))
        .ifPresent(
            regex -> {
              Matcher literal = LITERAL.matcher(regex);
              boolean isLiteral = !regex.contains("|") && literal.lookingAt();
              topics.add(isLiteral ? literal.group().replace("\\", "") + "*" : "*");
            });
    return topics;
  }

  /** Returns the topic with which it coordinates its commits. */
  public String controlTopic() {
    return config.getOrDefault("iceberg.control.topic", "control-iceberg");
  }

  /** Returns the topic that Connect writes its failed records to; none if it is not set. */
  public Set<String> deadLetterTopic() {
    return Stream.of(config.getOrDefault("errors.deadletterqueue.topic.name", ""))
        .filter(topic -> !topic.isBlank())
        .collect(Collectors.toSet());
  }

  /** Returns the groups of its consumers. */
  public Set<String> groups() {
    String group = coordinatedGroup();
    return new TreeSet<>(
        List.of(
            readingGroup(),
            group,
            group + "-coord",
            config.getOrDefault("iceberg.control.group-id-prefix", "cg-control") + "*"));
  }

  /** Returns the group of the consumers that read its topics. */
  public String readingGroup() {
    return config.getOrDefault(SinkTopics.GROUP, SinkTopics.defaultGroup(name));
  }

  /** Returns the group among whose members it elects its coordinator, which commits. */
  public String coordinatedGroup() {
    return config.getOrDefault(COORDINATED, SinkTopics.defaultGroup(name));
  }

  /** Returns the transactional ids of its producers, whose names have a random part. */
  public Set<String> transactionalIds() {
    String prefix = config.getOrDefault("iceberg.coordinator.transactional.prefix", "");
    return Set.of(prefix + "coordinator-txn-*", prefix + "worker-txn-*");
  }

  /**
   * Returns what it uses of S3 and Glue.
   *
   * @param partition the partition of AWS, like {@code aws}
   */
  public List<ServiceUse> services(String partition) {
    return Stream.concat(files(partition).stream(), tables().stream()).toList();
  }

  private Optional<ServiceUse> files(String partition) {
    Matcher warehouse = S3.matcher(config.getOrDefault(CATALOG + "warehouse", ""));
    if (!warehouse.matches()) {
      return Optional.empty();
    }
    String path = warehouse.group(2).isEmpty() ? "" : warehouse.group(2) + "/";
    String objects = "arn:" + partition + ":s3:::" + warehouse.group(1) + "/" + path + "*";
    return Optional.of(
        new ServiceUse(
            "LakeFiles",
            "s3",
            Optional.empty(),
            List.of(objects),
            // Without auto-creation too, it deletes metadata of old commits and files of failed
            // ones.
            List.of("AbortMultipartUpload", "DeleteObject", "GetObject", "PutObject")));
  }

  private Optional<ServiceUse> tables() {
    if (!GLUE.equals(config.get(CATALOG + "catalog-impl"))) {
      return Optional.empty();
    }
    Set<String> resources = new TreeSet<>(Set.of("catalog"));
    for (String topic : topics()) {
      int point = topic.indexOf('.');
      String namespace = point < 0 ? "*" : topic.substring(0, point).toLowerCase(Locale.ROOT);
      resources.add("database/" + namespace);
      resources.add("table/" + namespace + "/*");
    }
    List<String> actions =
        Boolean.parseBoolean(config.get("iceberg.tables.auto-create-enabled"))
            ? List.of("CreateDatabase", "CreateTable", "GetDatabase", "GetTable", "UpdateTable")
            : List.of("GetTable", "UpdateTable");
    return Optional.of(
        new ServiceUse("LakeTables", "glue", Optional.empty(), List.copyOf(resources), actions));
  }
}
