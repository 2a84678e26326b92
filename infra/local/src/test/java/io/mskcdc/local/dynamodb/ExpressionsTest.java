package io.mskcdc.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Condition and update expressions over one item. */
class ExpressionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, AttributeValue> ITEM =
      item(
          """
          {"id": {"S": "a"}, "n": {"N": "10"}, "t": {"S": "hello"}, "b": {"B": "AQI="},
           "nul": {"NULL": true}, "set": {"SS": ["x", "y"]}, "ns": {"NS": ["1", "2"]},
           "list": {"L": [{"S": "p"}, {"S": "q"}, {"S": "r"}]},
           "map": {"M": {"in": {"L": [{"N": "5"}]}, "dotted.name": {"S": "d"}}}}
          """);
  private static final String VALUES =
      """
      {":10": {"N": "10.0"}, ":9": {"N": "9"}, ":hello": {"S": "hello"}, ":he": {"S": "he"},
       ":x": {"S": "x"}, ":yx": {"SS": ["y", "x"]}, ":S": {"S": "S"}, ":1": {"N": "1"},
       ":q": {"S": "q"}, ":bytes": {"B": "AQ=="}, ":true": {"BOOL": true},
       ":l": {"L": [{"S": "s"}]}, ":two": {"NS": ["2", "3"]}}
      """;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Map<String, AttributeValue> item(String text) {
    return AttributeJson.attributes(json(text));
  }

  private static ExpressionTokens tokens(String member, String text) {
    Map<String, AttributeValue> values = item(VALUES);
    return new ExpressionTokens(
        member,
        text,
        new Placeholders(Map.of("#d", "dotted.name", "#n", "n", "#s", "set"), values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = :10",
        "#n >= :10 AND n > :9",
        "n <> :9",
        "missing <> :9",
        "NOT missing = :9",
        "n BETWEEN :9 AND :10",
        "n IN (:9, :10)",
        "n = :9 OR n = :10 AND t = :hello",
        "NOT (n = :9 OR t = :x)",
        "attribute_exists(map.in[0])",
        "attribute_not_exists(map.in[1]) and attribute_not_exists(n.x)",
        "attribute_exists(map.#d)",
        "attribute_type(t, :S)",
        "begins_with(t, :he)",
        "begins_with(b, :bytes)",
        "contains(t, :he) AND contains(set, :x) AND contains(list, :q) AND contains(ns, :1)",
        "size(t) < :10 AND size(list) > :1 AND size(set) > :1 AND size(b) > :1",
        "set = :yx",
        "t > :he"
      })
  void aConditionHolds(String condition) {
    assertThat(ConditionParser.parse(tokens("ConditionExpression", condition)).holds(ITEM))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = :9",
        "missing = :9",
        "missing < :9",
        "t > :9",
        "n = :hello",
        "NOT n = :10 AND t = :hello",
        "(n = :9 OR n = :10) AND t = :x",
        "attribute_type(n, :S)",
        "begins_with(n, :he)",
        "contains(nul, :x)",
        "size(n) > :1",
        "attribute_exists(list[3])"
      })
  void aConditionDoesNotHold(String condition) {
    assertThat(ConditionParser.parse(tokens("ConditionExpression", condition)).holds(ITEM))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n = ",
        "n = :10 AND",
        "n = :10 t = :x",
        "(n = :10",
        "n == :10",
        "n < :true",
        "n BETWEEN :true AND :10",
        "attribute_type(t, :hello)",
        "attribute_exists(:x)",
        "unknown(n, :x)",
        "list[x] = :x",
        "#none = :x",
        "n = :none",
        "n ! :x"
      })
  void aWrongConditionIsRefused(String condition) {
    assertThatThrownBy(() -> ConditionParser.parse(tokens("ConditionExpression", condition)))
        .hasMessageStartingWith("Invalid ConditionExpression: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET n = n + :1                                  | n         | {\"N\": \"11\"}",
        "SET n = :1 - n                                  | n         | {\"N\": \"-9\"}",
        "SET x = if_not_exists(x, :hello)                | x         | {\"S\": \"hello\"}",
        "SET n = if_not_exists(n, :9) + :1               | n         | {\"N\": \"11\"}",
        "SET list[1] = :x                                | list      | {\"L\": [{\"S\": \"p\"}, {\"S\": \"x\"}, {\"S\": \"r\"}]}",
        "SET list[9] = :x                                | list      | {\"L\": [{\"S\": \"p\"}, {\"S\": \"q\"}, {\"S\": \"r\"}, {\"S\": \"x\"}]}",
        "SET list = list_append(:l, list)                | list      | {\"L\": [{\"S\": \"s\"}, {\"S\": \"p\"}, {\"S\": \"q\"}, {\"S\": \"r\"}]}",
        "REMOVE list[0], list[2]                         | list      | {\"L\": [{\"S\": \"q\"}]}",
        "REMOVE list[0] SET list[1] = :x                 | list      | {\"L\": [{\"S\": \"x\"}, {\"S\": \"r\"}]}",
        "REMOVE n, missing                               | n         |",
        "ADD n :1                                        | n         | {\"N\": \"11\"}",
        "ADD x :1                                        | x         | {\"N\": \"1\"}",
        "ADD ns :two                                     | ns        | {\"NS\": [\"1\", \"2\", \"3\"]}",
        "DELETE ns :two                                  | ns        | {\"NS\": [\"1\"]}",
        "DELETE #s :yx                                   | set       |",
        "SET t = n, n = t                                | t         | {\"N\": \"10\"}",
        "set map.#d = :x                                 | map       | {\"M\": {\"in\": {\"L\": [{\"N\": \"5\"}]}, \"dotted.name\": {\"S\": \"x\"}}}",
        "ADD map.in[0] :1                                | map       | {\"M\": {\"in\": {\"L\": [{\"N\": \"6\"}]}, \"dotted.name\": {\"S\": \"d\"}}}"
      })
  void anUpdateChangesTheItem(String expression, String attribute, String value) {
    Update update = UpdateParser.parse(tokens("UpdateExpression", expression));

    Map<String, AttributeValue> updated = update.apply(ITEM);

    assertThat(updated.get(attribute))
        .isEqualTo(value == null ? null : AttributeJson.value(json(value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET x = missing          | refers to an attribute that does not exist",
        "SET x = t + :1           | incorrect data type",
        "SET x = list_append(t, :l) | incorrect data type",
        "SET missing.x = :1       | document path provided in the update expression is invalid",
        "SET n.x = :1             | document path provided in the update expression is invalid",
        "SET list.x = :1          | document path provided in the update expression is invalid",
        "ADD t :1                 | incorrect data type",
        "ADD ns :yx               | incorrect data type",
        "DELETE n :yx             | incorrect data type"
      })
  void anUpdateThatDoesNotFitTheItemIsRefused(String expression, String message) {
    Update update = UpdateParser.parse(tokens("UpdateExpression", expression));

    assertThatThrownBy(() -> update.apply(ITEM)).hasMessageContaining(message);
  }
}
