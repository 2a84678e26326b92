package io.mskcdc.cli;

import org.junit.jupiter.api.Tag;

@Tag("exhaustive")
class LifecycleOnNewestConnectIT extends LifecycleContract {
  @Override
  String version() {
    return "4.3.1";
  }
}
