package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Generates docs/topics.md from the values and records that integration tests compare with those of
 * a running connector, and from the prose around them. To write the file, run {@code mvn -pl src
 * -am test -Dtest=TopicsDocumentTest -Dmskcdc.topics.write}.
 */
class TopicsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/topics.md");
  private static final Path PROSE = Path.of("test/resources/topics-doc/topics.md");
  private static final Path RECORDS = Path.of("test/resources/e2e/without-schemas");
  private static final Pattern PLACE = Pattern.compile("\\{\\{ (values|record): (.+) }}\n");
  private static final Pattern REASON = Pattern.compile("(?m)^(\\d+)\\. ");
  private static final TopicValues VALUES = TopicValues.read();

  @Test
  void theDocumentContainsEachValueOnce() throws IOException {
    List<String> sections = new ArrayList<>();
    String document =
        replaced(
            Files.readString(PROSE),
            place -> {
              if (place.group(1).equals("record")) {
                return record(place.group(2));
              }
              sections.add(place.group(2));
              return VALUES.markdown(place.group(2));
            });
    assertThat(sections).containsExactlyElementsOf(VALUES.sections());

    if (System.getProperty("mskcdc.topics.write") != null) {
      Files.writeString(DOCUMENT, document);
    }
    assertThat(DOCUMENT)
        .as("docs/topics.md is outdated: run this test with -Dmskcdc.topics.write")
        .content()
        .isEqualTo(document);
  }

  @Test
  void eachLostValueHasAReason() throws IOException {
    String prose = Files.readString(PROSE);
    String reasons = prose.substring(prose.indexOf("## What is lost, and why"));
    assertThat(new TreeSet<>(VALUES.reasons()))
        .isEqualTo(
            REASON
                .matcher(reasons)
                .results()
                .map(reason -> reason.group(1))
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(VALUES.columns())
        .allSatisfy(
            column ->
                assertThat(column.reason().isEmpty())
                    .as("%s %s", column.type(), column.value())
                    .isEqualTo(column.lost().isEmpty()));
  }

  @Test
  void theTextOfTheValuesIsTheOneThatTheirTestWrites() throws IOException {
    assertThat(VALUES.toString()).isEqualTo(Files.readString(TopicValues.FILE));
  }

  private static String replaced(String prose, Function<Matcher, String> replacement) {
    StringBuilder document = new StringBuilder();
    Matcher place = PLACE.matcher(prose);
    while (place.find()) {
      place.appendReplacement(document, Matcher.quoteReplacement(replacement.apply(place)));
    }
    return place.appendTail(document).toString();
  }

  /**
   * Returns records that PipelineIT compares, each as a block.
   *
   * @param name the file of the records, and the numbers of those to show
   */
  private static String record(String name) {
    String[] words = name.split(" ");
    ObjectMapper json = new ObjectMapper();
    StringBuilder blocks = new StringBuilder("```\n");
    try {
      JsonNode records = json.readTree(RECORDS.resolve(words[0] + ".json").toFile());
      for (int i = 1; i < words.length; i++) {
        JsonNode record = records.path(Integer.parseInt(words[i]));
        blocks
            .append("topic    ")
            .append(record.path("topic").asText())
            .append('\n')
            .append("key      ")
            .append(text(record.path("key")))
            .append('\n')
            .append("value    ")
            .append(text(record.path("value")))
            .append('\n');
        for (Map.Entry<String, JsonNode> header : record.path("headers").properties()) {
          blocks.append("header   %s: %s\n".formatted(header.getKey(), text(header.getValue())));
        }
        if (i + 1 < words.length) {
          blocks.append('\n');
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return blocks.append("```\n").toString();
  }

  /** Writes JSON with a blank after commas and colons, with continued lines under the first one. */
  private static String text(JsonNode json) {
    if (!json.isObject()) {
      return json.toString();
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("{");
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String entry = TextNode.valueOf(field.getKey()) + ": " + field.getValue();
      if (line.length() > 1 && line.length() + entry.length() > 110) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(line.length() > 1 ? " " : "").append(entry).append(',');
    }
    line.setLength(line.length() - 1);
    return lines.stream()
            .collect(Collectors.joining("\n         ", "", lines.isEmpty() ? "" : "\n         "))
        + line
        + "}";
  }
}
