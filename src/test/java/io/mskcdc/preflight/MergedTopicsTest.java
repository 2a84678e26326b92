package io.mskcdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.Column;
import io.mskcdc.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedTopicsTest {
  private static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));
  private static final Map<String, String> MYSQL_CDC =
      Map.of(
          "transforms", "cdc",
          "transforms.cdc.type", "io.mskcdc.smt.UnwrapMaskRoute",
          "transforms.cdc.route.rules",
              "keyless -> ${database}.${table}.append,"
                  + "topic:([^.]+)\\.([^.]+)\\.([^.]+) -> $2.$3");

  @ParameterizedTest
  @CsvSource({"shop.a b, shop.a_b", "shop.a$b, shop.a b", "shop.日本, shop.中国"})
  void tablesWhoseNamesBecomeOneTopicAreAProblem(String one, String other) {
    List<Problem> problems = check(MYSQL_CDC, column(one, true), column(other, true));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .startsWith("[topics-merged] connector-configs/shop.json, topic.prefix:")
                    .contains(one, other, "p.shop."));
  }

  @Test
  void theUnicodeStrategyKeepsSuchTablesApart() {
    Map<String, String> config = new LinkedHashMap<>(MYSQL_CDC);
    config.put("topic.naming.strategy", "io.debezium.schema.DefaultUnicodeTopicNamingStrategy");

    assertThat(
            check(
                config,
                column("shop.a b", true),
                column("shop.a$b", true),
                column("shop.a_b", true),
                column("shop.日本", true),
                column("shop.中国", true)))
        .isEmpty();
  }

  @Test
  void namesThatTheUnicodeStrategyCutsAreAProblem() {
    Map<String, String> config = new LinkedHashMap<>(MYSQL_CDC);
    config.put("topic.naming.strategy", "io.debezium.schema.DefaultUnicodeTopicNamingStrategy");

    assertThat(
            check(
                config,
                column("shop." + "本".repeat(50), true),
                column("shop." + "本".repeat(51), true)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.headline()).startsWith("[topics-merged]"));
  }

  @Test
  void topicsThatDifferInDotsAndUnderscoresOnlyAreAProblem() {
    assertThat(check(MYSQL_CDC, column("coll.a_b", true), column("coll_a.b", true)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline())
                    .startsWith("[topics-collide]")
                    .contains("coll.a_b and coll_a.b", "of the tables coll.a_b and coll_a.b"));
  }

  @Test
  void aTableWithAKeyDoesNotCollideWithATopicForRowsWithoutAKey() {
    assertThat(check(MYSQL_CDC, column("shop.log", true), column("shop.log_append", true)))
        .isEmpty();
    assertThat(check(MYSQL_CDC, column("shop.log", false), column("shop.log_append", true)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.headline()).contains("shop.log.append and shop.log_append"));
  }

  @ParameterizedTest
  @CsvSource({
    "table.exclude.list, shop\\.a b",
    "table.include.list, shop\\.a_b",
    "database.include.list, other",
    "database.exclude.list, SHOP",
    "topic.naming.strategy, a.Strategy"
  })
  void tablesThatAreNotCapturedAreNotCompared(String key, String value) {
    Map<String, String> config = new LinkedHashMap<>(MYSQL_CDC);
    config.put(key, value);

    assertThat(check(config, column("shop.a b", true), column("shop.a_b", true))).isEmpty();
  }

  @Test
  void tablesThatATransformRoutesToOneTopicAreMeantSo() {
    Map<String, String> config = new LinkedHashMap<>(MYSQL_CDC);
    config.put("transforms.cdc.route.rules", "table:shop.* -> all");

    assertThat(check(config, column("shop.a", true), column("shop.b", true))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"table:shop.* -> all, 1", "table:shop.* -> ${table}, 0"})
  void tablesOfOneTopicNeedTheSameKeyColumns(String rule, int problems) {
    Map<String, String> config = new LinkedHashMap<>(MYSQL_CDC);
    config.put("transforms.cdc.route.rules", rule);
    Column sku = new Column("shop", "b", "sku", "int", false, 1, true, "", false);

    List<Problem> found = check(config, column("shop.a", true), sku);

    assertThat(found).hasSize(problems);
    assertThat(found)
        .allSatisfy(
            problem ->
                assertThat(problem.headline())
                    .startsWith("[topic-keys-differ] ")
                    .endsWith(
                        "the tables shop.a and shop.b go to the topic all, and their keys have"
                            + " other columns: [id] and [sku]"));
  }

  private static Column column(String table, boolean key) {
    int dot = table.indexOf('.');
    return new Column(
        table.substring(0, dot), table.substring(dot + 1), "id", "int", false, 1, key, "", false);
  }

  private static List<Problem> check(Map<String, String> config, Column... columns) {
    Map<String, String> all = new LinkedHashMap<>(config);
    all.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    all.put("topic.prefix", "p");
    List<String> notes = new ArrayList<>();
    List<Problem> problems =
        new MergedTopics(PATHS, (source, read) -> Stream.of(columns).toList())
            .check(connector(all), notes::add);
    assertThat(notes).isEmpty();
    return problems;
  }

  private static RenderedConnector connector(Map<String, String> config) {
    return SampleConnector.of(PATHS, config);
  }
}
