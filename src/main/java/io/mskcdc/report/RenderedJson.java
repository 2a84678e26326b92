package io.mskcdc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SecretKeys;

/** A rendered connector as the JSON that Connect takes, its secrets hidden. */
public final class RenderedJson {
  private RenderedJson() {}

  /** Returns {@code {"name": …, "config": {…}}}, indented. */
  public static String of(RenderedConnector connector) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", connector.name());
    ObjectNode config = document.putObject("config");
    connector.config().forEach((key, value) -> config.put(key, SecretKeys.shown(key, value)));
    return pretty(document);
  }

  private static String pretty(ObjectNode document) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot fail to be written", e);
    }
  }
}
