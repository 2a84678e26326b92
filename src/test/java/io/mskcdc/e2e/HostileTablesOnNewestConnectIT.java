package io.mskcdc.e2e;

/**
 * What depends on the release of Kafka Connect, on the newest one that Debezium runs on:
 * converters, producers, MBeans and logging.
 */
class HostileTablesOnNewestConnectIT extends HostileTables
    implements KeylessTableTests,
        LargeRowTests,
        MaskStatusTests,
        MaskedJsonTests,
        TopicValueTests,
        WorkerLogTests {
  @Override
  String connectVersion() {
    return "4.3.1";
  }
}
