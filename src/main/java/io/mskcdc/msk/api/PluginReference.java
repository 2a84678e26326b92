package io.mskcdc.msk.api;

/** The element of a connector's list of plugins, which always has one element. */
public record PluginReference(CustomPluginReference customPlugin) {

  /** Refers to a revision of a custom plugin. */
  public static PluginReference to(String customPluginArn, long revision) {
    return new PluginReference(new CustomPluginReference(customPluginArn, revision));
  }

  /** A custom plugin's revision. */
  public record CustomPluginReference(String customPluginArn, Long revision) {}
}
