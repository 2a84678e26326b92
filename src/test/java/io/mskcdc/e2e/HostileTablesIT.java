package io.mskcdc.e2e;

/**
 * Hostile tables on the release of Kafka Connect that MSK Connect runs. Columns are compared before
 * Connect gets a record, and types are compared on each release by {@link TopicValueTests}, so one
 * release suffices for the tests of that, as for those of a task that waits for Kafka or for MySQL.
 */
class HostileTablesIT extends HostileTables
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
