package io.mskcdc.e2e;

/** Hostile tables on the release of Kafka Connect that MSK Connect runs. */
class HostileTablesIT extends HostileTables {
  @Override
  String connectVersion() {
    return "3.7.2";
  }
}
