package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.relational.TableId;
import io.debezium.schema.DefaultTopicNamingStrategy;
import io.debezium.schema.DefaultUnicodeTopicNamingStrategy;
import io.debezium.spi.schema.DataCollectionId;
import io.debezium.spi.topic.TopicNamingStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebeziumTopicsTest {
  private final Map<String, String> config =
      new HashMap<>(Map.of("topic.prefix", "p", "include.schema.changes", "false"));
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      nullValues = "-",
      value = {
        // database.include.list | table.include.list | topics
        "- | - | p.*.*",
        "shop | - | p.shop.*",
        "shop, stock | - | p.shop.* p.stock.*",
        "shop.* | - | p.shop*.*",
        "shop_[0-9]+ | - | p.shop_*.*",
        "shop|stock | - | p.*.*",
        "- | shop\\.orders | p.shop.orders",
        "- | shop.orders | p.shop.orders",
        "- | shop[.]orders,shop\\.lines | p.shop.orders p.shop.lines",
        "- | shop\\.audit_.* | p.shop.audit_*",
        "- | shop\\.orders? | p.shop.order*",
        "- | shop.* | p.shop*.*",
        "- | .*\\.orders | p.*.orders",
        "- | shop\\.(a|b) | p.*.*",
        "- | (shop|stock)\\.orders | p.*.*",
        "- | shop\\.a{1\\,2} | p.shop.*",
        "- | shop\\.\\w+ | p.shop.*",
        "shop | .*\\.orders | p.shop.orders",
        "shop,stock | shop\\.orders | p.shop.orders",
        "my-shop | my\\-shop\\.größe | p.my-shop.gr__e",
        "${env:X} | - | p.*.*",
      })
  void literalPartsOfTheIncludeListsAreLiteralInTheTopics(
      String databases, String tables, String expected) {
    if (databases != null) {
      config.put("database.include.list", databases);
    }
    if (tables != null) {
      config.put("table.include.list", tables);
    }

    assertThat(names()).containsExactly(expected.split(" "));
  }

  @Test
  void anExcludeListDoesNotRestrictTheTopics() {
    config.put("table.exclude.list", "shop\\.secret");

    assertThat(names()).containsExactly("p.*.*");
  }

  @Test
  void theTableOfSignalsIsCapturedBesideTheIncludeList() {
    config.putAll(Map.of("table.include.list", "a\\.b", "signal.data.collection", "ops.signals"));

    assertThat(names()).containsExactly("p.a.b", "p.ops.signals");
  }

  @Test
  void theConfiguredDelimiterSeparatesTheParts() {
    config.putAll(Map.of("table.include.list", "a\\.b", "topic.delimiter", "_"));

    assertThat(names()).containsExactly("p_a_b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      nullValues = "-",
      value = {
        "heartbeat.interval.ms=0                              | -",
        "heartbeat.interval.ms=10000                          | __debezium-heartbeat.p",
        "heartbeat.interval.ms=1;topic.heartbeat.prefix=beat  | beat.p",
        "heartbeat.interval.ms=1;topic.heartbeat.name=beats   | beats",
        "include.schema.changes=true                          | p",
        "provide.transaction.metadata=true                    | p.transaction",
        "provide.transaction.metadata=true;topic.transaction=tx | p.tx",
        "notification.enabled.channels=log                    | -",
        "notification.enabled.channels=log,sink;notification.sink.topic.name=told | told",
      })
  void recordsOtherThanRowsHaveTheirOwnTopics(String options, String expected) {
    config.put("table.include.list", "a\\.b");
    for (String option : options.split(";")) {
      config.put(option.split("=")[0], option.split("=")[1]);
    }

    List<String> names = names();

    assertThat(names.remove(0)).isEqualTo("p.a.b");
    assertThat(names).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void schemaChangesHaveATopicByDefault() {
    config.remove("include.schema.changes");

    assertThat(names()).contains("p");
  }

  @ParameterizedTest
  @CsvSource({
    "shop\\.order_lines, p_u005f1.shop.order_u005flines",
    "shop\\.order_?, p_u005f1.shop.order*",
    "my shop\\.größe, p_u005f1.my_u0020shop.gr_u00f6_u00dfe"
  })
  void theUnicodeStrategyWritesCodesForCharacters(String tables, String topic) {
    config.putAll(
        Map.of(
            "topic.prefix", "p_1",
            "table.include.list", tables,
            "topic.naming.strategy", "io.debezium.schema.DefaultUnicodeTopicNamingStrategy"));

    assertThat(names()).containsExactly(topic);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aTableHasTheTopicOfDebeziumsOwnStrategies() {
    Properties properties = new Properties();
    properties.put("topic.prefix", "p_1-a");
    for (TopicNamingStrategy<DataCollectionId> debezium :
        List.of(
            new DefaultTopicNamingStrategy(properties),
            new DefaultUnicodeTopicNamingStrategy(properties))) {
      config.putAll(
          Map.of("topic.prefix", "p_1-a", "topic.naming.strategy", debezium.getClass().getName()));

      for (String table : List.of("a b", "a$b", "a_b", "日本", "größe", "a-b.c", "é".repeat(64))) {
        assertThat(new DebeziumTopics(config).topicOf("d_$", table).orElseThrow().name())
            .isEqualTo(debezium.dataChangeTopic(new TableId("d_$", null, table)));
      }
    }
  }

  @Test
  void debeziumDoesNotReadTheOldOptionOfTheHeartbeatsTopic() {
    config.putAll(Map.of("heartbeat.interval.ms", "1", "heartbeat.topics.prefix", "beat"));
    Properties properties = new Properties();
    properties.putAll(config);

    assertThat(names())
        .contains(new DefaultTopicNamingStrategy(properties).heartbeatTopic())
        .contains("__debezium-heartbeat.p");
  }

  @Test
  void anotherNamingStrategyMayChooseAnyTopicAndGivesAWarning() {
    config.put("topic.naming.strategy", "a.B");

    assertThat(names()).containsExactly("*");
    assertThat(warnings).singleElement().asString().contains("topic.naming.strategy");
  }

  private List<String> names() {
    // LeastPolicy replaces references before it derives topics.
    config.replaceAll((key, value) -> ProviderReference.replace(value, reference -> "*"));
    return new ArrayList<>(
        new DebeziumTopics(config).topics(warnings::add).stream().map(Topic::name).toList());
  }
}
