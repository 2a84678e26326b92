package io.mskcdc.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final String WRITE = "kafka-cluster:WriteData";
  private static final String TOPIC = "arn:aws:kafka:eu-west-1:1:topic/local/u/orders";

  @Test
  void anActionWithoutAnAllowIsDenied() {
    assertThat(Policy.NONE.allows(WRITE, TOPIC)).isFalse();
    assertThat(policy("{'Statement': []}").allows(WRITE, TOPIC)).isFalse();
    assertThat(allowing(WRITE, TOPIC + "2").allows(WRITE, TOPIC)).isFalse();
    assertThat(allowing("kafka-cluster:ReadData", TOPIC).allows(WRITE, TOPIC)).isFalse();
  }

  @Test
  void aStatementAllowsItsActionOnItsResource() {
    assertThat(allowing(WRITE, TOPIC).allows(WRITE, TOPIC)).isTrue();
  }

  @Test
  void oneOfSeveralActionsAndResourcesMatches() {
    Policy policy =
        policy(
            "{'Version': '2012-10-17', 'Id': 'x', 'Statement': [{'Sid': 's', 'Effect': 'Allow',"
                + "'Action': ['a:B', 'a:C'], 'Resource': ['r1', 'r2']}]}");

    assertThat(policy.allows("a:C", "r2")).isTrue();
    assertThat(policy.allows("a:B", "r1")).isTrue();
    assertThat(policy.allows("a:B", "r3")).isFalse();
    assertThat(policy.allows("a:D", "r1")).isFalse();
  }

  @Test
  void aDenyOverridesAnAllowInAnyOrder() {
    String allow = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}";
    String deny = "{'Effect': 'Deny', 'Action': '" + WRITE + "', 'Resource': '*'}";

    for (String statements : new String[] {allow + "," + deny, deny + "," + allow}) {
      Policy policy = policy("{'Statement': [" + statements + "]}");
      assertThat(policy.allows(WRITE, TOPIC)).isFalse();
      assertThat(policy.allows("kafka-cluster:ReadData", TOPIC)).isTrue();
    }
  }

  @Test
  void aStarMatchesAnyCharactersIncludingSlashesAndNone() {
    assertThat(allowing("kafka-cluster:*Data", "arn:*/orders").allows(WRITE, TOPIC)).isTrue();
    assertThat(allowing("*", "*").allows(WRITE, TOPIC)).isTrue();
    assertThat(allowing(WRITE + "*", TOPIC + "*").allows(WRITE, TOPIC)).isTrue();
    assertThat(allowing("kafka-cluster:*Topic", TOPIC).allows(WRITE, TOPIC)).isFalse();
  }

  @Test
  void aQuestionMarkMatchesOneCharacter() {
    assertThat(allowing(WRITE, TOPIC.replace("orders", "order?")).allows(WRITE, TOPIC)).isTrue();
    assertThat(allowing(WRITE, TOPIC + "?").allows(WRITE, TOPIC)).isFalse();
  }

  @Test
  void charactersOfRegularExpressionsAreLiteral() {
    assertThat(allowing(WRITE, "a.c+\\E").allows(WRITE, "a.c+\\E")).isTrue();
    assertThat(allowing(WRITE, "a.c").allows(WRITE, "abc")).isFalse();
  }

  @Test
  void actionsIgnoreCaseAndResourcesDoNot() {
    assertThat(allowing("KAFKA-CLUSTER:writedata", TOPIC).allows(WRITE, TOPIC)).isTrue();
    assertThat(allowing(WRITE, TOPIC.replace("orders", "Orders")).allows(WRITE, TOPIC)).isFalse();
  }

  @Test
  void unsupportedElementsAreRefused() {
    for (String element : new String[] {"Condition", "NotAction", "NotResource", "Principal"}) {
      assertThatThrownBy(
              () ->
                  policy(
                      "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', '"
                          + element
                          + "': {}}}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(element);
    }
    assertThatThrownBy(() -> policy("{'Statements': []}")).hasMessageContaining("Statements");
  }

  @Test
  void aStatementWithoutEffectActionOrResourceIsRefused() {
    assertThatThrownBy(() -> policy("{'Statement': {'Action': '*', 'Resource': '*'}}"))
        .hasMessageContaining("Effect");
    assertThatThrownBy(() -> policy("{'Statement': {'Effect': 'Allow', 'Resource': '*'}}"))
        .hasMessageContaining("no Action");
    assertThatThrownBy(
            () -> policy("{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': []}}"))
        .hasMessageContaining("no Resource");
    assertThatThrownBy(
            () -> policy("{'Statement': {'Effect': 'allow', 'Action': '*', 'Resource': '*'}}"))
        .hasMessageContaining("Effect");
  }

  private static Policy allowing(String action, String resource) {
    return policy(
        String.format(
            "{'Statement': {'Effect': 'Allow', 'Action': '%s', 'Resource': '%s'}}",
            action, resource.replace("\\", "\\\\")));
  }

  private static Policy policy(String json) {
    try {
      return Policy.parse(new ObjectMapper().readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
