package io.mskcdc.lint.rules;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.Location;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerConfiguration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The converter of a connector's keys or values: its own, or else its worker's. Connect takes class
 * and options from the same place.
 *
 * @param key {@code key.converter} or {@code value.converter}
 * @param type the class
 * @param options the configuration that sets it
 * @param location where the class is written
 * @param ofConnector whether the connector sets it
 */
record EffectiveConverter(
    String key, String type, Map<String, String> options, Location location, boolean ofConnector) {

  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  /** Returns a connector's converter; empty if neither it nor a known worker sets one. */
  static Optional<EffectiveConverter> of(String key, RenderedConnector connector, Bundle bundle) {
    if (connector.config().containsKey(key)) {
      return of(key, connector.config(), connector::valueAt, true);
    }
    return bundle
        .workerOf(connector)
        .flatMap(
            (WorkerConfiguration worker) -> of(key, worker.properties(), worker::valueAt, false));
  }

  private static Optional<EffectiveConverter> of(
      String key,
      Map<String, String> options,
      Function<String, Location> place,
      boolean ofConnector) {
    return Optional.ofNullable(options.get(key))
        .map(
            type ->
                new EffectiveConverter(key, type.strip(), options, place.apply(key), ofConnector));
  }

  /** Returns an option; empty if it has its default. */
  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(key + "." + name)).map(String::strip);
  }

  boolean isJson() {
    return type.equals(JSON) || type.equals("JsonConverter");
  }

  /** Returns whether it writes JSON without schemas. */
  boolean isSchemalessJson() {
    return isJson() && option("schemas.enable").filter("false"::equalsIgnoreCase).isPresent();
  }
}
