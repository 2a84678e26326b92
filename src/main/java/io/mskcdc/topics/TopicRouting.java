package io.mskcdc.topics;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.Topic;
import io.mskcdc.topics.NamePattern.Replaced;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The topics to which the transforms of a connector route records. If a transform's choice depends
 * on something unknown, each of its possible topics is included.
 */
public final class TopicRouting {
  private static final String OF_KAFKA = "org.apache.kafka.connect.transforms.";
  private static final String OF_DEBEZIUM = "io.debezium.transforms.";
  private static final String OURS = "io.mskcdc.smt.";
  private static final String ROUTE_BY_FIELD = "route.by.field";

  /** Debezium's transforms that do not change the topic. */
  private static final Set<String> KEEP_THE_TOPIC =
      Set.of(
          "EnforceRecordSize",
          "ExtractChangedRecordState",
          "ExtractSchemaToNewRecord",
          "Filter",
          "GeometryFormatTransformer",
          "HeaderToValue",
          "SchemaChangeEventFilter",
          "SwapGeometryCoordinates",
          "TimezoneConverter",
          "VectorToJsonConverter",
          "openlineage.OpenLineage",
          "partitions.PartitionRouting",
          "tracing.ActivateTracingSpan");

  private final List<Function<Topic, Set<Topic>>> transforms = new ArrayList<>();
  private final Consumer<String> warnings;

  /**
   * Returns the topics that a connector's records go to, as patterns with stars for what is not
   * known. A pattern that another one covers is left out.
   *
   * @param config the connector's configuration, with stars for what the worker looks up
   * @param warnings receives a sentence for each part of the configuration that is not understood
   */
  public static Set<String> topicsOf(
      SourceConnector source, Map<String, String> config, Consumer<String> warnings) {
    List<Topic> written = source.topics(config, warnings);
    return NamePattern.leastOf(new TopicRouting(config, warnings).names(written));
  }

  /**
   * Reads the transforms.
   *
   * @param warnings receives a sentence for each transform that is not known
   */
  public TopicRouting(Map<String, String> config, Consumer<String> warnings) {
    this.warnings = warnings;
    for (String alias : CommaList.of(config.get("transforms"))) {
      String prefix = "transforms." + alias + ".";
      Map<String, String> options = behind(config, prefix);
      Function<Topic, Set<Topic>> transform = guarded(prefix, options);
      transforms.add(
          options.containsKey("predicate")
              ? topic -> either(transform.apply(topic), Set.of(topic))
              : transform);
    }
  }

  /** Returns whether a topic can have both of these names, in which stars stand for any text. */
  public static boolean haveCommonName(String one, String other) {
    return NamePattern.haveCommonName(one, other);
  }

  /** Returns the names of the topics to which the records of these topics are routed. */
  public Set<String> names(List<Topic> from) {
    Set<Topic> topics = new LinkedHashSet<>(from);
    for (Function<Topic, Set<Topic>> transform : transforms) {
      topics =
          topics.stream()
              .flatMap(topic -> transform.apply(topic).stream())
              .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    return topics.stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Treats a transform with an invalid option as unknown: the workers refuse it or fail. */
  private Function<Topic, Set<Topic>> guarded(String prefix, Map<String, String> options) {
    String type = options.getOrDefault("type", "");
    try {
      Function<Topic, Set<Topic>> transform = transform(prefix, type, options);
      return topic -> {
        try {
          return transform.apply(topic);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          return unknown(prefix, type).apply(topic);
        }
      };
    } catch (IllegalArgumentException e) {
      return unknown(prefix, type);
    }
  }

  private Function<Topic, Set<Topic>> transform(
      String prefix, String type, Map<String, String> options) {
    return switch (type) {
      case OF_KAFKA + "RegexRouter" -> replacing(options, "regex", "replacement");
      case OF_KAFKA + "TimestampRouter" -> topic -> Set.of(topic.renamed(timed(topic, options)));
      case OF_DEBEZIUM + "ByLogicalTableRouter" -> logicalTable(options);
      case OF_DEBEZIUM + "ExtractNewRecordState", OURS + "Unwrap" ->
          byField(options.get(ROUTE_BY_FIELD));
      case OURS + "Route" -> new RouteRules(options)::apply;
      case OURS + "UnwrapMaskRoute" -> onePass(options);
      default -> other(prefix, type);
    };
  }

  private static Function<Topic, Set<Topic>> replacing(
      Map<String, String> options, String regexKey, String replacementKey) {
    Pattern regex = Pattern.compile(options.getOrDefault(regexKey, ""));
    RegexReplacement replacement = new RegexReplacement(options.getOrDefault(replacementKey, ""));
    return topic -> {
      Replaced replaced = new NamePattern(topic.name()).replace(regex, replacement);
      Set<Topic> topics = topics(replaced.names(), topic);
      return replaced.always() ? topics : either(topics, Set.of(topic));
    };
  }

  private static Function<Topic, Set<Topic>> logicalTable(Map<String, String> options) {
    Function<Topic, Set<Topic>> replacing = replacing(options, "topic.regex", "topic.replacement");
    // This transform names the schemas after the topic.
    return topic ->
        replacing.apply(topic).stream().map(Topic::withoutTable).collect(Collectors.toSet());
  }

  private static String timed(Topic topic, Map<String, String> options) {
    return options
        .getOrDefault("topic.format", "${topic}-${timestamp}")
        .replace("${topic}", topic.name())
        .replace("${timestamp}", Topic.ANY);
  }

  private static Function<Topic, Set<Topic>> byField(String field) {
    return field == null || field.isBlank()
        ? Set::of
        : topic ->
            topic.kind() == Topic.Kind.ROW ? Set.of(topic.renamed(Topic.ANY)) : Set.of(topic);
  }

  private static Function<Topic, Set<Topic>> onePass(Map<String, String> options) {
    Map<String, String> route = behind(options, "route.");
    Function<Topic, Set<Topic>> unwrap = byField(options.get("unwrap." + ROUTE_BY_FIELD));
    if (route.isEmpty()) {
      return unwrap;
    }
    RouteRules rules = new RouteRules(route);
    return topic ->
        unwrap.apply(topic).stream()
            .flatMap(unwrapped -> rules.apply(unwrapped).stream())
            .collect(Collectors.toSet());
  }

  private Function<Topic, Set<Topic>> other(String prefix, String type) {
    boolean ofDebezium =
        type.startsWith(OF_DEBEZIUM)
            && KEEP_THE_TOPIC.contains(type.substring(OF_DEBEZIUM.length()));
    return ofDebezium || type.startsWith(OF_KAFKA) || type.equals(OURS + "Mask")
        ? Set::of
        : unknown(prefix, type);
  }

  private Function<Topic, Set<Topic>> unknown(String prefix, String type) {
    warnings.accept(
        prefix
            + "type: the topics that "
            + type
            + " chooses are not known; if it changes the topic, the policy lacks the new one");
    return Set::of;
  }

  static Set<Topic> topics(Set<String> names, Topic from) {
    return names.stream().map(from::renamed).collect(Collectors.toSet());
  }

  private static Set<Topic> either(Set<Topic> some, Set<Topic> others) {
    Set<Topic> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Map<String, String> behind(Map<String, String> config, String prefix) {
    return config.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }
}
