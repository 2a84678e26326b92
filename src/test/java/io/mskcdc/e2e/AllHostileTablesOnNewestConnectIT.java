package io.mskcdc.e2e;

import org.junit.jupiter.api.Tag;

/** Hostile tables on the newest Kafka Connect that Debezium runs on. */
@Tag("exhaustive")
class AllHostileTablesOnNewestConnectIT extends AllHostileTables {
  @Override
  String connectVersion() {
    return "4.3.1";
  }
}
