package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
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
