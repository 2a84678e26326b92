package io.mskcdc.cli;

class LifecycleOnNewestConnectIT extends LifecycleContract {
  @Override
  String version() {
    return "4.3.1";
  }
}
