package io.mskcdc.e2e;

/**
 * Hostile tables on the release of Kafka Connect that MSK Connect runs. Columns are compared before
 * Connect gets a record, so one release suffices for the tests of that, as for those of a task that
 * waits for Kafka.
 */
class HostileTablesIT extends HostileTables implements DifferentColumnsTests, StandstillTests {
  @Override
  String connectVersion() {
    return "3.7.2";
  }
}
