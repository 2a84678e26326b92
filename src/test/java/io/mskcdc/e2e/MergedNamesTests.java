package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables whose names differ, and whose topics do not. */
interface MergedNamesTests extends RunningConnector {

  @Test
  default void tablesThatShareATopicAreFoundByValidate() throws SQLException {
    execute(
        "CREATE TABLE `merged name` (id INT PRIMARY KEY)",
        "CREATE TABLE `merged$name` (id INT PRIMARY KEY)",
        "INSERT INTO `merged name` VALUES (1)",
        "INSERT INTO `merged$name` VALUES (1)");
    try {
      // The rows of both tables are in one topic, with the same key.
      assertThat(messages("production_db.merged_name"))
          .extracting(message -> PipelineContract.key(message).path("id").asInt())
          .containsExactly(1, 1);

      Deployer.Run run = pipeline().deployer().run("validate", "mysql-cdc");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains(
              "[topics-merged]",
              "production_db.merged name and production_db.merged$name share the topic"
                  + " production.production_db.merged_name");
    } finally {
      execute("DROP TABLE `merged name`, `merged$name`");
    }
  }

  @Test
  default void theUnicodeStrategyKeepsTablesApartAndMasked() throws SQLException, IOException {
    execute(
        "CREATE TABLE `apart name` (id INT PRIMARY KEY)",
        "CREATE TABLE `apart$name` (id INT PRIMARY KEY)",
        "CREATE TABLE `apart日本` (id INT PRIMARY KEY)",
        "CREATE TABLE `apart中国` (id INT PRIMARY KEY)",
        "CREATE TABLE `apart 日本` (email VARCHAR(40) PRIMARY KEY)",
        "INSERT INTO `apart name` VALUES (1)",
        "INSERT INTO `apart$name` VALUES (2)",
        "INSERT INTO `apart日本` VALUES (3)",
        "INSERT INTO `apart中国` VALUES (4)",
        "INSERT INTO `apart 日本` VALUES ('apart@example.com')");
    ObjectNode config =
        (ObjectNode)
            new ObjectMapper().readTree(request("GET", "/connectors/mysql-cdc/config").body());
    config
        .put("name", "apart-cdc")
        .put("topic.prefix", "apart")
        .put("database.server.id", "184055")
        .put("schema.history.internal.kafka.topic", "schema-changes.apart")
        .put("table.include.list", "production_db\\.(apart.*|customers)")
        .put("topic.naming.strategy", "io.debezium.schema.DefaultUnicodeTopicNamingStrategy")
        .put(
            "transforms.cdc.mask.hmac.columns",
            "production_db.customers.email,production_db.apart 日本.email")
        .remove(List.of("table.exclude.list", "signal.data.collection", "read.only"));
    assertThat(pipeline().request("PUT", "/connectors/apart-cdc/config", config.toString()).body())
        .contains("apart-cdc");
    try {
      assertThat(ids("apart_u0020name")).containsExactly(1);
      assertThat(ids("apart_u0024name")).containsExactly(2);
      assertThat(ids("apart_u65e5_u672c")).containsExactly(3);
      assertThat(ids("apart_u4e2d_u56fd")).containsExactly(4);
      assertThat(first("apart_u0020_u65e5_u672c").toString()).doesNotContain("@");
      assertThat(first("customers").toString()).doesNotContain("@").contains("email");
    } finally {
      request("DELETE", "/connectors/apart-cdc");
      execute("DROP TABLE `apart name`, `apart$name`, `apart日本`, `apart中国`, `apart 日本`");
    }
  }

  private List<Integer> ids(String table) {
    return Stream.of(first(table))
        .map(row -> PipelineContract.key(row).path("id").asInt())
        .toList();
  }

  private Topics.Message first(String table) {
    return pipeline().topics().read("production_u005fdb." + table, row -> true, 1).get(0);
  }

  @Test
  default void topicsThatCollideInKafkaAreFoundByValidate() throws SQLException {
    // No row is inserted, because the broker would refuse the second topic.
    execute("CREATE TABLE collides (id INT)", "CREATE TABLE collides_append (id INT PRIMARY KEY)");
    try {
      Deployer.Run run = pipeline().deployer().run("validate", "mysql-cdc");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains(
              "[topics-collide]",
              "production_db.collides.append and production_db.collides_append");
    } finally {
      execute("DROP TABLE collides, collides_append");
    }
  }
}
