package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.e2e.Topics.Message;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables without a key. A compacted topic refuses their rows, and the task fails. */
interface KeylessTableTests extends RunningConnector {
  List<String> BEFORE_THE_DEPLOYMENT =
      List.of(
          "CREATE TABLE early_unique (a INT NOT NULL, b INT, UNIQUE KEY (a))",
          "INSERT INTO early_unique VALUES (1, 1)");

  @Test
  default void rowsOfALaterTableGoToAnotherTopicWhenItGetsOrLosesItsKey() throws SQLException {
    execute(
        "CREATE TABLE later_keyless (a INT, b INT)",
        "INSERT INTO later_keyless VALUES (1, 1)",
        "UPDATE later_keyless SET b = 2",
        "DELETE FROM later_keyless",
        "INSERT INTO later_keyless VALUES (2, 1)",
        "ALTER TABLE later_keyless ADD PRIMARY KEY (a)",
        "UPDATE later_keyless SET b = 2",
        "DELETE FROM later_keyless",
        "INSERT INTO later_keyless VALUES (3, 1)",
        "ALTER TABLE later_keyless DROP PRIMARY KEY",
        "DELETE FROM later_keyless");

    List<Message> keyed = messages("production_db.later_keyless");
    assertThat(keyed)
        .extracting(KeylessTableTests::text)
        .containsExactly("u 2", "d 2", null, "c 3");
    assertThat(keyed).noneMatch(message -> message.key() == null);
    List<Message> keyless = messages("production_db.later_keyless.append");
    assertThat(keyless)
        .extracting(KeylessTableTests::text)
        // A delete is followed by a tombstone, which without a key has no effect.
        .containsExactly("c 1", "u 1", "d 1", null, "c 2", "d 3", null);
    assertThat(keyless).allMatch(message -> message.key() == null);
    assertThat(policy("production_db.later_keyless")).isEqualTo("compact");
    assertThat(policy("production_db.later_keyless.append")).isEqualTo("delete");
  }

  @Test
  default void aUniqueKeyOfColumnsThatAreNotNullIsAKey() throws SQLException {
    execute(
        "CREATE TABLE later_unique (a INT NOT NULL, b INT, UNIQUE KEY (a))",
        "INSERT INTO later_unique VALUES (1, 1)",
        "INSERT INTO early_unique VALUES (2, 1)");

    assertThat(messages("production_db.later_unique"))
        .extracting(message -> PipelineContract.key(message).toString())
        .containsExactly("{\"a\":1}");
    assertThat(messages("production_db.early_unique"))
        .extracting(message -> PipelineContract.key(message).toString())
        .containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  default void aUniqueKeyThatMayBeNullIsNoKey() throws SQLException {
    execute(
        "CREATE TABLE nullable_unique (a INT, UNIQUE KEY (a))",
        "INSERT INTO nullable_unique VALUES (1), (NULL), (NULL)");

    assertThat(messages("production_db.nullable_unique.append"))
        .hasSize(3)
        .allMatch(message -> message.key() == null);
  }

  private String policy(String topic) {
    return pipeline().topics().config(topic, "cleanup.policy");
  }

  /** Returns a row's operation and first column; null for a tombstone. */
  private static String text(Message message) {
    return message.value() == null
        ? null
        : PipelineContract.row(message).path("__op").asText()
            + " "
            + PipelineContract.row(message).path("a").asText();
  }
}
