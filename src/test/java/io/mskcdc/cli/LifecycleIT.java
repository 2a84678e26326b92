package io.mskcdc.cli;

class LifecycleIT extends LifecycleContract {
  @Override
  String version() {
    return "3.7.2";
  }
}
