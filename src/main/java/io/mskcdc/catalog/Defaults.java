package io.mskcdc.catalog;

/** The default values of Connect's options and of the source connectors'. */
public final class Defaults {
  private Defaults() {}

  /**
   * Returns whether an option has this value if a configuration does not set it.
   *
   * @param connectorClass the connector's class, or null
   */
  public static boolean isDefault(String connectorClass, String key, String value) {
    return value.equals(GeneratedOptions.defaults(GeneratedOptions.CONNECT).get(key))
        || SourceConnectors.of(connectorClass)
            .filter(source -> value.equals(source.defaults().get(key)))
            .isPresent();
  }
}
