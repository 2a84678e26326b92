package io.mskcdc.e2e;

import org.junit.jupiter.api.Tag;

/** All tests of hostile tables on the newest Kafka Connect that Debezium runs on. */
@Tag("exhaustive")
class AllHostileTablesOnNewestConnectIT extends HostileTablesIT {
  @Override
  String connectVersion() {
    return "4.3.1";
  }
}
