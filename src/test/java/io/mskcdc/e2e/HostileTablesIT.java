package io.mskcdc.e2e;

/**
 * Hostile tables on the release of Kafka Connect that MSK Connect runs, with tests that need one
 * release only: columns are compared before Connect gets a record, and a task waits for Kafka or
 * for MySQL on each release alike.
 */
class HostileTablesIT extends AllHostileTables
    implements DifferentColumnsTests,
        MigratedConnectorTests,
        RedshiftTests,
        StandstillTests,
        TopicSchemaTests,
        WatchdogTests {
  @Override
  String connectVersion() {
    return "3.7.2";
  }
}
