package io.mskcdc.preflight;

import static io.mskcdc.problem.ErrorCode.TOPICS_COLLIDE;
import static io.mskcdc.problem.ErrorCode.TOPICS_MERGED;
import static io.mskcdc.problem.ErrorCode.TOPIC_KEYS_DIFFER;

import io.mskcdc.catalog.CaptureFilter;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.Topic;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.database.Column;
import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.topics.TopicRouting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds captured tables whose topics are one, because the connector replaces characters of their
 * names, and tables whose topics Kafka refuses to have at the same time. Tables that a transform
 * routes to one topic are meant so.
 */
public final class MergedTopics extends DatabasePreflight<List<Column>> {
  private final BundlePaths paths;

  /** A check that connects to the connector's database. */
  public MergedTopics(BundlePaths paths, ConnectorDatabases databases) {
    this(paths, (source, connector) -> databases.columns(source, connector.config()));
  }

  MergedTopics(BundlePaths paths, DatabaseReader<List<Column>> reader) {
    super(reader, "the names of the topics were not checked");
    this.paths = paths;
  }

  @Override
  protected List<Problem> check(
      SourceConnector source,
      RenderedConnector connector,
      List<Column> columns,
      Consumer<String> note) {
    return of(source, connector, columns, paths);
  }

  /** Returns a problem for each topic that two tables of these columns must not share. */
  public static List<Problem> of(
      SourceConnector source,
      RenderedConnector connector,
      List<Column> columns,
      BundlePaths paths) {
    Map<String, Topic> topics = topics(source, connector.config(), columns);
    List<Problem> problems = new ArrayList<>();
    Map<String, String> tableOfTopic = new HashMap<>();
    topics.forEach(
        (table, topic) -> {
          String other = tableOfTopic.putIfAbsent(topic.name(), table);
          if (other != null) {
            problems.add(merged(source, connector, topic.name(), other, table, paths));
          }
        });
    problems.addAll(collisions(source, connector, topics, paths));
    problems.addAll(differentKeys(source, connector, topics, columns, paths));
    return problems;
  }

  /** Returns the topic of each captured table before the transforms, by {@code database.table}. */
  private static Map<String, Topic> topics(
      SourceConnector source, Map<String, String> config, List<Column> columns) {
    CaptureFilter captured = source.captured(config);
    Map<String, Topic> topics = new TreeMap<>();
    captured
        .tables(columns)
        .forEach(
            (table, ofTable) ->
                source
                    .topicOf(config, ofTable.get(0).database(), ofTable.get(0).table())
                    .map(topic -> captured.keyOf(ofTable).isEmpty() ? topic : topic.withKeys())
                    .ifPresent(topic -> topics.put(table, topic)));
    return topics;
  }

  /** Kafka's metrics write an underscore for a dot, so names that differ only in these collide. */
  private static List<Problem> collisions(
      SourceConnector source,
      RenderedConnector connector,
      Map<String, Topic> topics,
      BundlePaths paths) {
    TopicRouting routing = new TopicRouting(connector.config(), warning -> {});
    Map<String, Map<String, String>> tablesByMetric = new TreeMap<>();
    topics.forEach(
        (table, topic) ->
            routing
                .names(List.of(topic))
                .forEach(
                    name ->
                        tablesByMetric
                            .computeIfAbsent(name.replace('.', '_'), metric -> new TreeMap<>())
                            .putIfAbsent(name, table)));
    List<Problem> problems = new ArrayList<>();
    for (Map<String, String> tables : tablesByMetric.values()) {
      if (tables.size() > 1 && Set.copyOf(tables.values()).size() > 1) {
        problems.add(
            problem(
                TOPICS_COLLIDE,
                source,
                connector,
                paths,
                "the topics "
                    + String.join(" and ", tables.keySet())
                    + " of the tables "
                    + String.join(" and ", tables.values())
                    + " differ only in dots and underscores, and Kafka creates only one of them",
                "rename or exclude one of the tables, or route it to another topic"));
      }
    }
    return problems;
  }

  /**
   * Tables of one topic need the same key columns: otherwise no consumer knows whose key a key is,
   * and compaction deletes rows of one table for those of the other.
   */
  private static List<Problem> differentKeys(
      SourceConnector source,
      RenderedConnector connector,
      Map<String, Topic> topics,
      List<Column> columns,
      BundlePaths paths) {
    CaptureFilter captured = source.captured(connector.config());
    Map<String, List<Column>> columnsOf = captured.tables(columns);
    TopicRouting routing = new TopicRouting(connector.config(), warning -> {});
    Map<String, String> firstOfTopic = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    topics.forEach(
        (table, topic) -> {
          Set<String> key = captured.keyOf(columnsOf.get(table));
          for (String name : routing.names(List.of(topic))) {
            String first = name.contains(Topic.ANY) ? null : firstOfTopic.putIfAbsent(name, table);
            if (first != null && !captured.keyOf(columnsOf.get(first)).equals(key)) {
              problems.add(
                  problem(
                      TOPIC_KEYS_DIFFER,
                      source,
                      connector,
                      paths,
                      "the tables %s and %s go to the topic %s, and their keys have other columns: %s and %s"
                          .formatted(first, table, name, captured.keyOf(columnsOf.get(first)), key),
                      "route them to different topics"));
            }
          }
        });
    return problems;
  }

  private static Problem merged(
      SourceConnector source,
      RenderedConnector connector,
      String topic,
      String table,
      String other,
      BundlePaths paths) {
    return problem(
        TOPICS_MERGED,
        source,
        connector,
        paths,
        "the tables " + table + " and " + other + " share the topic " + topic + " and its keys",
        "rename or exclude one of the tables; for other ways see topics-merged in docs/errors.md");
  }

  private static Problem problem(
      ErrorCode code,
      SourceConnector source,
      RenderedConnector connector,
      BundlePaths paths,
      String message,
      String next) {
    String key = source.topicPrefixKey();
    return new Problem(code, paths.shown(connector.valueAt(key)), key, message, next);
  }
}
