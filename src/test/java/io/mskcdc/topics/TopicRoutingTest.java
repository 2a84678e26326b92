package io.mskcdc.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.transforms.ByLogicalTableRouter;
import io.mskcdc.catalog.Topic;
import io.mskcdc.catalog.Topic.Kind;
import io.mskcdc.smt.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRoutingTest {
  private static final String ROUTE = "io.mskcdc.smt.Route";
  private static final String ONE_PASS = "io.mskcdc.smt.UnwrapMaskRoute";
  private static final String REGEX_ROUTER = "org.apache.kafka.connect.transforms.RegexRouter";
  private static final String LOGICAL_TABLE = "io.debezium.transforms.ByLogicalTableRouter";
  private static final Topic ORDERS =
      new Topic(Kind.ROW, "p.shop.orders", "p", "shop", "orders", false);
  private static final Topic SHOP = new Topic(Kind.ROW, "p.shop.*", "p", "shop", "*", false);

  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> config = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regex=([^.]+)\\.([^.]+)\\.([^.]+);replacement=$2.$3        | shop.*",
        "regex=p\\.stock\\.(.*);replacement=stock                   | p.shop.*",
        "regex=p\\.shop\\.audit_(.*);replacement=audit              | audit p.shop.*",
        "map=shop.orders=o,stock.lines=l                            | o p.shop.*",
        "map=shop.orders=o;regex=p\\.(.*);replacement=$1            | o shop.*",
        "rules=topic:p\\.shop\\.a_(.*) -> a.$1,topic:p\\.(.*) -> $1 | a.* shop.*",
        "rules=table:shop.* -> ${database}-${table}                 | shop-*",
        "rules=table:*.* -> ${prefix}-all                           | p-all",
        "rules=table:shop.o* -> o.${topic}                          | o.p.shop.* p.shop.*",
        "rules=table:stock.* -> stock                               | p.shop.*",
        "rules=table:shop.a* -> a;unmatched=fail                    | a",
        "rules=table:shop.* -> t.${field:country}                   | p.shop.* t.*",
        "rules=table:shop.* -> t.${header:h};unmatched=fail         | t.*",
        "rules=heartbeat -> beats                                   | p.shop.*",
        "rules=keyless -> ${table}.append                           | *.append p.shop.*",
        "rules=keyless -> k,table:*.* -> ${table};unmatched=fail    | * k",
      })
  void rowsAreRoutedByTheRulesOfRoute(String options, String expected) {
    transform("r", ROUTE, "", options);

    assertThat(names(SHOP)).containsExactly(expected.split(" "));
    assertThat(warnings).isEmpty();
  }

  @Test
  void aTableWithAKeyDoesNotGoToTheTopicForRowsWithoutAKey() {
    transform("r", ROUTE, "", "rules=keyless -> ${table}.append,table:*.* -> ${table}");

    assertThat(names(ORDERS)).containsExactly("orders", "orders.append");
    assertThat(names(ORDERS.withKeys())).containsExactly("orders");
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT, heartbeat -> h",
    "SCHEMA_CHANGE, schema-change -> h",
    "TRANSACTION, transaction -> h",
    "NOTIFICATION, notification -> h"
  })
  void otherRecordsAreRoutedByTheRuleForTheirKind(Kind kind, String rule) {
    transform("r", ONE_PASS, "route.", "rules=topic:.* -> rows," + rule);

    for (Kind each : Kind.values()) {
      assertThat(names(Topic.of(each, "own")))
          .containsExactly(each == kind ? "h" : each == Kind.ROW ? "rows" : "own");
    }
  }

  @Test
  void theRoutersOfKafkaAndDebeziumRouteEveryRecord() {
    transform("a", REGEX_ROUTER, "", "regex=(.*);replacement=x.$1");
    transform("b", LOGICAL_TABLE, "topic.", "regex=(.*)_[0-9]+;replacement=$1");

    assertThat(names(ORDERS)).containsExactly("x.p.shop.orders");
    assertThat(names(Topic.of(Kind.HEARTBEAT, "beat_1"))).containsExactly("x.beat");
    assertThat(names(new Topic(Kind.ROW, "p.shop.o_*", "p", "shop", "o_*", false)))
        .containsExactly("x.p.shop.o", "x.p.shop.o_*");
  }

  @Test
  void aTransformWithAPredicateMayKeepTheTopic() {
    transform("a", REGEX_ROUTER, "", "regex=(.*);replacement=x;predicate=some");

    assertThat(names(ORDERS)).containsExactly("p.shop.orders", "x");
  }

  @Test
  void aTimestampBecomesAStar() {
    transform(
        "a",
        "org.apache.kafka.connect.transforms.TimestampRouter",
        "",
        "topic.format=${topic}_${timestamp}");

    assertThat(names(ORDERS)).containsExactly("p.shop.orders_*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.mskcdc.smt.Unwrap", "io.debezium.transforms.ExtractNewRecordState"})
  void aTopicFromAColumnMayBeAnyTopic(String type) {
    transform("a", type, "", "route.by.field=topic");

    assertThat(names(ORDERS)).containsExactly("*");
    assertThat(names(Topic.of(Kind.HEARTBEAT, "h"))).containsExactly("h");
  }

  @Test
  void aTopicFromAColumnInTheOnePassTransformMayBeAnyTopic() {
    transform("a", ONE_PASS, "unwrap.", "route.by.field=topic");

    assertThat(names(ORDERS)).containsExactly("*");
  }

  @Test
  void theTableIsUnknownAfterTheSchemasAreRenamed() {
    transform("a", ROUTE, "", "regex=(.*);replacement=all;rename.schemas=true");
    transform("b", ROUTE, "", "rules=table:shop.orders -> o");

    assertThat(names(ORDERS)).containsExactly("all", "o");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.mskcdc.smt.Mask",
        "io.debezium.transforms.ExtractNewRecordState",
        "io.debezium.transforms.TimezoneConverter",
        "org.apache.kafka.connect.transforms.InsertField$Value"
      })
  void transformsThatKeepTheTopicAreKnown(String type) {
    transform("a", type, "", "x=y");

    assertThat(names(ORDERS)).containsExactly("p.shop.orders");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.Own                                          | x=y",
        "io.debezium.transforms.outbox.EventRouter      | x=y",
        "org.apache.kafka.connect.transforms.RegexRouter | regex=(;replacement=x",
        "org.apache.kafka.connect.transforms.RegexRouter | regex=.*;replacement=$1",
      })
  void anUnknownOrInvalidTransformGivesAWarningWithItsName(String type, String options) {
    transform("a", type, "", options);

    assertThat(names(ORDERS)).containsExactly("p.shop.orders");
    assertThat(warnings).singleElement().asString().contains("transforms.a.type", type);
  }

  /** Runs the transforms themselves, and compares their topics with the derived ones. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "Route | regex=([^.]+)\\.([^.]+)\\.([^.]+);replacement=$2.$3",
        "Route | regex=p\\.shop\\.([a-z]+);replacement=$1",
        "Route | regex=p\\.shop\\.(?:audit_(.*)|(.)(.*));replacement=x$1$3",
        "Route | map=shop.orders=o,shop.order_lines=l;regex=p\\.(.*);replacement=$1",
        "Route | rules=topic:p\\.(?<db>\\w+)\\.audit_(\\d+) -> ${db}.audit,table:shop.o* ->"
            + " ${table}.${database}",
        "Route | rules=table:*.audit_* -> audit,table:s*.* -> ${prefix}_${topic}",
        "RegexRouter | regex=(.*)\\.(.*?)(_\\d+)?;replacement=$2.$1$3",
        "RegexRouter | regex=p\\.shop\\.ORDERS;replacement=\\$big",
        "RegexRouter | regex=(.*)_\\d+;replacement=n.$1",
        "ByLogicalTableRouter | topic.regex=(.*)_\\d+;topic.replacement=$1",
      })
  void everyTransformRoutesRowsOnlyToDerivedTopics(String name, String options) {
    Map<String, Transformation<SourceRecord>> real =
        Map.of(
            "Route", new Route<>(),
            "RegexRouter", new RegexRouter<>(),
            "ByLogicalTableRouter", new ByLogicalTableRouter<>());
    Transformation<SourceRecord> transform = real.get(name);
    transform.configure(options(options));
    transform("a", transform.getClass().getName(), "", options);
    Set<String> allowed = names(SHOP);

    for (String table :
        List.of(
            "orders",
            "order_lines",
            "ORDERS",
            "audit_17",
            "audit_x",
            "t-1",
            "a",
            "2024",
            "audit_7_8")) {
      String topic = transform.apply(row(table)).topic();

      assertThat(allowed).anyMatch(pattern -> matches(pattern, topic), topic);
    }
    transform.close();
  }

  private static boolean matches(String pattern, String topic) {
    return topic.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  private static SourceRecord row(String table) {
    String topic = "p.shop." + table;
    Schema key =
        SchemaBuilder.struct().name(topic + ".Key").field("id", Schema.INT32_SCHEMA).build();
    Schema value =
        SchemaBuilder.struct().name(topic + ".Value").field("id", Schema.INT32_SCHEMA).build();
    return new SourceRecord(
        Map.of(),
        Map.of(),
        topic,
        key,
        new Struct(key).put("id", 1),
        value,
        new Struct(value).put("id", 1));
  }

  private static Map<String, String> options(String text) {
    Map<String, String> options = new HashMap<>();
    for (String option : text.strip().split(";")) {
      options.put(option.split("=", 2)[0], option.split("=", 2)[1]);
    }
    return options;
  }

  private void transform(String alias, String type, String prefix, String options) {
    config.merge("transforms", alias, (all, one) -> all + "," + one);
    config.put("transforms." + alias + ".type", type);
    options(options)
        .forEach((key, value) -> config.put("transforms." + alias + "." + prefix + key, value));
  }

  private Set<String> names(Topic topic) {
    return new TopicRouting(config, warnings::add).names(List.of(topic));
  }
}
