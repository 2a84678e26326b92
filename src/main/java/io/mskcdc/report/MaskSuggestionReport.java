package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mskcdc.mask.MaskSuggestion;
import io.mskcdc.text.PrettyJson;
import java.util.stream.Collectors;

/**
 * Suggested masking options. The text is ready for {@code config} of the connector's file; the
 * comments belong elsewhere, because JSON has none.
 *
 * @param connector the connector's name
 * @param suggestion the options
 */
public record MaskSuggestionReport(String connector, MaskSuggestion suggestion) implements Report {
  @Override
  public String kind() {
    return "mask-suggestion";
  }

  @Override
  public String text(Palette palette) {
    return suggestion.entries().entrySet().stream()
        .map(
            entry ->
                "    "
                    + TextNode.valueOf(entry.getKey())
                    + ": "
                    + TextNode.valueOf(entry.getValue()))
        .collect(Collectors.joining(",\n", "", "\n"));
  }

  @Override
  public String markdown() {
    ObjectNode entries = JsonNodeFactory.instance.objectNode();
    suggestion.entries().forEach(entries::put);
    return Markdown.block("json", PrettyJson.of(entries));
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("connector", connector);
    suggestion.entries().forEach(document.putObject("config")::put);
    suggestion.comments().forEach(document.putArray("comments")::add);
  }
}
