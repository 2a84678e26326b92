package io.mskcdc.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.catalog.Topic;
import io.mskcdc.smt.Route;
import io.mskcdc.smt.connect.SchemaNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The deployer and the transform Route understand the same rules, each in its own code, because the
 * deployer has no dependency on Kafka. This compares the two for random rules and tables.
 */
class RouteEqualsTopicRoutingTest {
  private static final List<String> PREFIXES = List.of("p", "eu.p", "9-p_1");
  private static final List<String> DATABASES = List.of("shop", "my-shop", "größe", "9shop", "S_1");
  private static final List<String> TABLES =
      List.of(
          "orders", "Order_Lines", "audit_17", "9-lives", "a.b", "naïve", "t$1", "\uD83D\uDE00");
  private static final List<String> DELIMITERS = List.of(".", ".", ".", "_", "-");

  private static final List<String> TABLE_GLOBS =
      List.of("*", "orders", "ORD*", "*_*", "audit_*", "9-lives", "9*", "naïve", "t$1", "*b", "-*");
  private static final List<String> DATABASE_GLOBS =
      List.of("*", "shop", "SHOP", "my-shop", "größe", "9shop", "s*", "*-shop");
  private static final List<String> REGEXES =
      List.of(
          "(.*)",
          "(?<all>.*)",
          "([^.]+)\\.([^.]+)\\.([^.]+)",
          "p\\.(shop|stock)\\.(.*)",
          "(.*?)([_.-]\\d+)?",
          "(.*)\\.(o|orders)",
          "(p|p\\.shop)(.*)",
          "eu\\..*");
  private static final List<String> TARGETS =
      List.of(
          "all",
          "x.$1",
          "$1-$2",
          "${all}",
          "${prefix}_${table}",
          "${database}.${table}",
          "t.${topic}",
          "$1${table}",
          "f.${field:country}",
          "h.${header:country}");

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void aRowsTopicIsTheOneThatTheDeployerDerives(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> options = options(random);
    Row row = new Row(random);
    Set<String> derived = derived(row.connector(), options);
    String described = options + " " + row;

    try (Route<SourceRecord> route = new Route<>()) {
      route.configure(options);
      Optional<String> topic = topic(route, row.record(true));

      if (options.toString().matches(".*\\$\\{(field|header):.*")) {
        // The deployer has no row, so it cannot resolve a field.
        topic.ifPresent(name -> assertThat(derived).as(described).anyMatch(covers(name)));
        Optional<String> tombstone = topic(route, row.record(false));
        tombstone.ifPresent(name -> assertThat(derived).as(described).anyMatch(covers(name)));
      } else {
        Set<String> ofKeys = derivedOfKeys(row.connector(), options);
        topic.ifPresent(name -> assertThat(ofKeys).as(described).containsExactly(name));
      }
      topic(route, row.withoutKey())
          .ifPresent(name -> assertThat(derived).as(described).anyMatch(covers(name)));
    } catch (ConfigException e) {
      // Not every combination is valid; the workers refuse the others.
    }
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void everyRowOfAnUnknownTableGoesToADerivedTopic(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> options = options(random);
    Row row = new Row(random);
    if (row.table.contains(".")) {
      // The deployer does not consider dots in the names of tables that it does not know.
      return;
    }
    Map<String, String> connector = row.connector();
    connector.put("table.include.list", row.database.replace(".", "\\.") + "\\..*");
    Set<String> derived = derived(connector, options);

    try (Route<SourceRecord> route = new Route<>()) {
      route.configure(options);
      topic(route, row.record(true))
          .ifPresent(name -> assertThat(derived).as(options + " " + row).anyMatch(covers(name)));
    } catch (ConfigException e) {
      // As above.
    }
  }

  private static Set<String> derived(Map<String, String> connector, Map<String, String> options) {
    Map<String, String> config = config(connector, options);
    return TopicRouting.topicsOf(SourceConnectors.of(config).orElseThrow(), config, warning -> {});
  }

  /** Returns the topics for a table with a primary key. */
  private static Set<String> derivedOfKeys(
      Map<String, String> connector, Map<String, String> options) {
    Map<String, String> config = config(connector, options);
    List<Topic> topics =
        SourceConnectors.of(config).orElseThrow().topics(config, warning -> {}).stream()
            .map(Topic::withKeys)
            .toList();
    return new TopicRouting(config, warning -> {}).names(topics);
  }

  private static Map<String, String> config(
      Map<String, String> connector, Map<String, String> options) {
    Map<String, String> config = new HashMap<>(connector);
    config.put("transforms", "route");
    config.put("transforms.route.type", "io.mskcdc.smt.Route");
    options.forEach((key, value) -> config.put("transforms.route." + key, value));
    return config;
  }

  /** Returns the topic; empty if the task fails, and nothing is written. */
  private static Optional<String> topic(Route<SourceRecord> route, SourceRecord record) {
    try {
      return Optional.of(route.apply(record).topic());
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  private static Predicate<String> covers(String topic) {
    return pattern -> topic.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }

  private static Map<String, String> options(Random random) {
    Map<String, String> options = new HashMap<>();
    if (random.nextInt(3) == 0) {
      Set<String> entries = new LinkedHashSet<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        entries.add(
            one(random, DATABASES) + "." + one(random, TABLES).replace(".", "_") + "=mapped" + i);
      }
      options.put("map", String.join(", ", entries));
    }
    if (random.nextBoolean()) {
      options.put("regex", one(random, REGEXES));
      options.put("replacement", one(random, List.of("all", "x.$1", "$1$2", "$2-0", "${all}")));
    } else {
      List<String> rules = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        rules.add(rule(random));
      }
      options.put("rules", String.join(" , ", rules));
    }
    if (random.nextInt(4) == 0) {
      options.put("unmatched", "fail");
    }
    return options;
  }

  private static String rule(Random random) {
    String match =
        switch (random.nextInt(5)) {
          case 0 -> "keyless";
          case 1, 2 -> "topic:" + one(random, REGEXES);
          default -> "table:" + one(random, DATABASE_GLOBS) + "." + one(random, TABLE_GLOBS);
        };
    return match + " -> " + one(random, TARGETS);
  }

  private static String one(Random random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A row of a random table, named as Debezium names it. */
  private static final class Row {
    private final String prefix;
    private final String database;
    private final String table;
    private final String delimiter;
    private final String adjustment;

    private Row(Random random) {
      prefix = one(random, PREFIXES);
      database = one(random, DATABASES);
      table = one(random, TABLES);
      delimiter = one(random, DELIMITERS);
      adjustment = one(random, List.of("none", "avro", "avro_unicode"));
    }

    /** Returns the configuration of a connector that captures only this table. */
    private Map<String, String> connector() {
      Map<String, String> config = new HashMap<>();
      config.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
      config.put("include.schema.changes", "false");
      config.put("topic.prefix", prefix);
      config.put("topic.delimiter", delimiter);
      config.put("schema.name.adjustment.mode", adjustment);
      config.put("table.include.list", escaped(database) + "\\." + escaped(table));
      return config;
    }

    private static String escaped(String name) {
      return name.replaceAll("[.$-]", "\\\\$0");
    }

    private SourceRecord record(boolean hasValue) {
      String topic =
          String.join(delimiter, prefix, database, table)
              .chars()
              .mapToObj(c -> Character.toString(c).matches("[A-Za-z0-9._-]") ? (char) c : '_')
              .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
              .toString();
      String name = SchemaNames.valueOf(adjustment.toUpperCase(Locale.ROOT)).adjust(topic);
      Schema key = SchemaBuilder.struct().name(name + ".Key").field("id", Schema.INT32_SCHEMA);
      Schema value =
          SchemaBuilder.struct().name(name + ".Value").field("country", Schema.STRING_SCHEMA);
      SourceRecord record =
          new SourceRecord(
              Map.of(),
              Map.of(),
              topic,
              key,
              new Struct(key).put("id", hasValue ? 1 : 2),
              hasValue ? value : null,
              hasValue ? new Struct(value).put("country", "ch") : null);
      if (hasValue) {
        record.headers().addString("country", "ch");
      }
      return record;
    }

    private SourceRecord withoutKey() {
      SourceRecord r = record(true);
      return r.newRecord(
          r.topic(), null, null, null, r.valueSchema(), r.value(), null, r.headers());
    }

    @Override
    public String toString() {
      return String.join(" ", prefix, database, table, delimiter, adjustment);
    }
  }
}
