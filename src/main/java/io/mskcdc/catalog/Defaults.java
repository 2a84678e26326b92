package io.mskcdc.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Knows the default values of Connect's options and of the connectors in this build. */
public final class Defaults {
  /** Connect's own options, which every connector has. */
  private static final String CONNECT = "connect";

  private static final Map<String, Map<String, String>> BY_OWNER = read();

  private Defaults() {}

  /**
   * Returns whether a key that is left out has this value.
   *
   * @param connectorClass the connector's class, or null
   */
  public static boolean isDefault(String connectorClass, String key, String value) {
    return value.equals(BY_OWNER.get(CONNECT).get(key))
        || value.equals(BY_OWNER.getOrDefault(connectorClass, Map.of()).get(key));
  }

  private static Map<String, Map<String, String>> read() {
    try (InputStream in = Defaults.class.getResourceAsStream("defaults.txt")) {
      Map<String, Map<String, String>> defaults = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(
              parts ->
                  defaults
                      .computeIfAbsent(parts[0], owner -> new HashMap<>())
                      .put(parts[1], parts[2]));
      return defaults;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
