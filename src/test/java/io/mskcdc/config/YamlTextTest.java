package io.mskcdc.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {
  private static final String BEFORE =
      """
      # Where it runs. 𝄞
      target: msk-connect   # never changes
      cluster: 'arn:old'

      network:
        # Three zones.
        subnets: [a, b]   # flow
        groups:
          - x   # the worker
          - v
      defaults: {role: old, capacity: {mcuCount: 1}}
      variables:
      connectors:
        # One entry a line.
        - name: mysql-cdc
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/cluster           | `new`             | cluster: `arn:old`      | cluster: \"new\"",
        "/target            | `connect`         | target: msk-connect   # | target: connect   #",
        "/network/subnets   | [`c`,`d`]         | [a, b]   # flow         | [c, d]   # flow",
        "/network/subnets   | [`c`,`d`,`e`]     | [a, b]   # flow         | [c, d, e]   # flow",
        "/network/groups    | [`v`,`w`]         | - x   # the worker      | - v   # the worker",
        "/defaults/role     | `new`             | {role: old,             | {role: new,",
        "/defaults/worker   | `w`               | {mcuCount: 1}}          | {mcuCount: 1}, worker: w}",
        "/variables/port    | `3306`            | variables:              | variables: {port: \"3306\"}",
        "/variables/flag    | `no`              | variables:              | variables: {flag: \"no\"}",
        "/variables/text    | `a: b #c`         | variables:              | variables: {text: \"a: b #c\"}"
      })
  void oneValueChangesAndAllElseStays(String pointer, String value, String old, String now)
      throws Exception {
    YamlText text = new YamlText(BEFORE);

    text.set(JsonPointer.compile(pointer), json(value.replace('`', '"')));

    String expected = BEFORE.replace(old.replace('`', '\''), now);
    if (pointer.equals("/network/groups")) {
      expected = expected.replace("- v\n", "- w\n");
    }
    assertThat(text).hasToString(expected);
  }

  @Test
  void aLongerListKeepsItsFormAndItsNeighbours() throws Exception {
    YamlText text = new YamlText(BEFORE);

    text.set(JsonPointer.compile("/network/groups"), json("[\"x\",\"v\",\"z\"]"));

    assertThat(text)
        .hasToString(BEFORE.replace("- x   # the worker\n    - v\n", "- x\n    - v\n    - z\n"));
  }

  @Test
  void missingObjectsAreAddedBehindTheirNeighbours() throws Exception {
    YamlText text = new YamlText(BEFORE);

    text.set(JsonPointer.compile("/network/bucket/name"), json("\"plugins\""));
    text.set(JsonPointer.compile("/logs"), json("{\"group\": {\"name\": \"/a/b\"}}"));

    assertThat(text)
        .hasToString(
            BEFORE.replace("    - v\n", "    - v\n  bucket:\n    name: plugins\n")
                + "logs:\n  group:\n    name: /a/b\n");
  }

  @Test
  void aFileWithoutALineFeedAtItsEndIsContinued() throws Exception {
    YamlText text = new YamlText("a: 1");

    text.set(JsonPointer.compile("/b/c"), json("\"x\""));

    assertThat(text).hasToString("a: 1\nb:\n  c: x");
  }

  /** Whatever is written is read again as the same text. */
  @Property
  void everyTextIsReadAsItself(@ForAll String value) throws Exception {
    JsonNode node = new ObjectMapper().valueToTree(value);
    for (String pointer : new String[] {"/cluster", "/variables/x", "/network/y", "/new/z"}) {
      YamlText text = new YamlText(BEFORE);
      text.set(JsonPointer.compile(pointer), node);

      assertThat(new YAMLMapper().readTree(text.toString()).at(pointer)).isEqualTo(node);
    }
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
