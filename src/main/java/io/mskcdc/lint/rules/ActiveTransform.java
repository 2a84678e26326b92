package io.mskcdc.lint.rules;

import io.mskcdc.catalog.CommaList;
import io.mskcdc.catalog.MaskTransform;
import io.mskcdc.config.RenderedConnector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transform that {@code transforms} lists.
 *
 * @param prefix the prefix of its options, like {@code transforms.unwrap.}
 * @param type its class
 */
record ActiveTransform(RenderedConnector connector, String prefix, String type) {
  private static final String OUTBOX = "io.debezium.transforms.outbox.EventRouter";

  /** The transforms that write rows in place of events, and the prefix of their options for it. */
  private static final Map<String, String> UNWRAPPING =
      Map.of(
          "io.debezium.transforms.ExtractNewRecordState",
          "",
          "io.debezium.connector.mongodb.transforms.ExtractNewDocumentState",
          "",
          "io.mskcdc.smt.Unwrap",
          "",
          MaskTransform.ONE_PASS,
          "unwrap.");

  /** Returns a connector's transforms, in the order in which records pass them. */
  static List<ActiveTransform> of(RenderedConnector connector) {
    Map<String, String> config = connector.config();
    return CommaList.of(config.get("transforms")).stream()
        .map(alias -> "transforms." + alias + ".")
        .map(
            prefix ->
                new ActiveTransform(
                    connector, prefix, config.getOrDefault(prefix + "type", "").strip()))
        .toList();
  }

  /** Returns whether a connector writes the messages of an outbox, and not rows. */
  static boolean hasOutbox(RenderedConnector connector) {
    return of(connector).stream().anyMatch(transform -> transform.type.equals(OUTBOX));
  }

  /** Returns the option with which UnwrapMaskRoute converts values; empty if it does not. */
  static Optional<OptionValue> canonical(RenderedConnector connector) {
    return of(connector).stream()
        .filter(transform -> transform.type.equals(MaskTransform.ONE_PASS))
        .map(transform -> transform.option("values.canonical"))
        .filter(option -> option.is("true"))
        .findFirst();
  }

  /** Returns an option for writing rows in place of events; empty if it does not write them. */
  Optional<OptionValue> unwrapping(String name) {
    return Optional.ofNullable(UNWRAPPING.get(type)).map(inner -> option(inner + name));
  }

  private OptionValue option(String name) {
    return new OptionValue(connector, prefix + name);
  }
}
