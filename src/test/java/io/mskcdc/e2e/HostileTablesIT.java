package io.mskcdc.e2e;

/**
 * Hostile tables on the release of Kafka Connect that MSK Connect runs, with the tests that are
 * about MySQL and Debezium alone too.
 */
class HostileTablesIT extends HostileTables
    implements DifferentColumnsTests,
        IdleServerTests,
        IncrementalSnapshotTests,
        MaskedCopiesTests,
        MergedNamesTests,
        MigratedConnectorTests,
        MisreadStatementTests,
        PreflightTests,
        RedshiftTests,
        ReplayedDdlTests,
        SilentLossTests,
        StandstillTests,
        TopicSchemaTests,
        UnparsedStatementTests,
        WatchdogTests {
  @Override
  String connectVersion() {
    return "3.7.2";
  }
}
