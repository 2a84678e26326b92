package io.mskcdc.e2e;

/** Hostile tables on the newest Kafka Connect that Debezium runs on. */
class HostileTablesOnNewestConnectIT extends HostileTables {
  @Override
  String connectVersion() {
    return "4.3.1";
  }
}
