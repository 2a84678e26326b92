package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.mskcdc.e2e.Topics.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the records of topics against the schemas that the deployer prints for them. */
final class TopicSchemas {
  private final Pipeline pipeline;
  private final JsonNode topics;
  private final Map<JsonNode, JsonSchema> compiled = new HashMap<>();

  private TopicSchemas(Pipeline pipeline, JsonNode topics) {
    this.pipeline = pipeline;
    this.topics = topics;
  }

  /** Runs {@code topic schema} for a connector. */
  static TopicSchemas of(Pipeline pipeline, String connector) throws JsonProcessingException {
    Deployer.Run run = pipeline.deployer().run("topic", "schema", connector);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new TopicSchemas(pipeline, new ObjectMapper().readTree(run.out()));
  }

  /**
   * Returns why keys and values in a topic are not valid, one sentence each.
   *
   * @param atLeast how many records the topic has at least
   */
  List<String> faults(String topic, int atLeast) {
    List<Message> messages = pipeline.topics().readAll(topic);
    assertThat(messages).as(topic).hasSizeGreaterThanOrEqualTo(atLeast);
    List<String> faults = new ArrayList<>();
    for (Message message : messages) {
      if (topics.path(topic).has("key")) {
        faults.addAll(faults(topic, "key", message.key()));
      } else {
        assertThat(message.key()).as(topic).isNull();
      }
      // A tombstone has no value.
      if (message.value() != null) {
        faults.addAll(faults(topic, "value", message.value()));
      }
    }
    return faults;
  }

  /**
   * Returns why a document is not valid.
   *
   * @param part {@code key} or {@code value}
   */
  List<String> faults(String topic, String part, JsonNode document) {
    return schema(topic, part).validate(document).stream()
        .map(fault -> topic + " " + part + fault)
        .toList();
  }

  private JsonSchema schema(String topic, String part) {
    assertThat(topics.path(topic).has(part)).as(topic).isTrue();
    return compiled.computeIfAbsent(
        topics.path(topic).path(part),
        schema ->
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                    schema,
                    SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()));
  }
}
