package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.contract.TableContract;
import io.mskcdc.contract.TopicSchema;
import io.mskcdc.text.PrettyJson;
import java.util.List;

/**
 * The JSON Schemas of topics. The text is an object that has the schemas of {@code key} and {@code
 * value} by topic; a topic without keys has no {@code key}.
 *
 * @param connector the connector's name
 * @param tables the contracts of the topics
 */
public record TopicSchemaReport(String connector, List<TableContract> tables) implements Report {
  public TopicSchemaReport {
    tables = List.copyOf(tables);
  }

  @Override
  public String kind() {
    return "topic-schema";
  }

  @Override
  public String text(Palette palette) {
    ObjectNode topics = JsonNodeFactory.instance.objectNode();
    fillTopics(topics);
    return PrettyJson.of(topics);
  }

  @Override
  public String markdown() {
    return Markdown.block("json", text(Palette.NONE));
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("connector", connector);
    fillTopics(document.putObject("topics"));
  }

  private void fillTopics(ObjectNode topics) {
    for (TableContract table : tables) {
      ObjectNode topic = topics.putObject(table.topic());
      TopicSchema.ofKey(table).ifPresent(schema -> topic.set("key", schema));
      topic.set("value", TopicSchema.ofValue(table));
    }
  }
}
