package io.mskcdc.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connector shop with any configuration, for tests that read no files. */
public final class SampleConnector {
  private SampleConnector() {}

  public static RenderedConnector of(BundlePaths paths, Map<String, String> config) {
    return new RenderedConnector(
        "shop",
        Document.empty(paths.connector("shop")),
        null,
        null,
        List.of(),
        config,
        Optional.empty(),
        WantedState.RUNNING);
  }
}
