package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.text.PrettyJson;
import io.mskcdc.text.SaltedKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rendered connectors. The text is the JSON document that Connect's REST API takes, with secrets
 * hidden. On MSK Connect it also holds the settings of the connector's workers.
 *
 * @param connectors the connectors
 */
public record RenderReport(List<RenderedConnector> connectors) implements Report {
  @Override
  public String kind() {
    return "render";
  }

  @Override
  public String text(Palette palette) {
    return connectors.stream()
        .map(connector -> PrettyJson.of(document(connector)))
        .collect(Collectors.joining());
  }

  @Override
  public String markdown() {
    return connectors.stream()
        .map(
            connector ->
                "### "
                    + connector.name()
                    + "\n\n"
                    + Markdown.block("json", PrettyJson.of(document(connector))))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void fill(ObjectNode document) {
    ArrayNode list = document.putArray("connectors");
    for (RenderedConnector connector : connectors) {
      list.add(document(connector).put("state", connector.state().text()));
    }
  }

  /** Keys that differ in their salt alone stay apart. */
  private static String unused(String key, ObjectNode config) {
    String shown = SaltedKey.hide(key);
    return Stream.iterate(1, number -> number + 1)
        .map(number -> number == 1 ? shown : SaltedKey.replace(key, "(sensitive " + number + ")"))
        .filter(name -> !config.has(name))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode document(RenderedConnector connector) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", connector.name());
    ObjectNode config = document.putObject("config");
    connector
        .config()
        .forEach((key, value) -> config.put(unused(key, config), SecretKeys.shown(key, value)));
    connector
        .settings()
        .ifPresent(settings -> settings.texts().forEach(document.putObject("settings")::put));
    return document;
  }
}
