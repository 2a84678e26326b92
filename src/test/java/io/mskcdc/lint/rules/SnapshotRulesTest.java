package io.mskcdc.lint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of snapshots and of the schema history. */
class SnapshotRulesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "history-partial | warning | schema.history.internal.store.only.captured.tables.ddl | mysql; schema.history.internal.store.only.captured.tables.ddl=true",
        "history-partial | warning | schema.history.internal.store.only.captured.tables.ddl | sqlserver; schema.history.internal.store.only.captured.tables.ddl=true",
        "snapshot-unlocked | warning | snapshot.locking.mode | mysql; snapshot.locking.mode=none",
        "snapshot-unlocked | warning | snapshot.locking.mode | mariadb; snapshot.locking.mode=none; snapshot.mode=initial_only",
        "snapshot-repeated | warning | snapshot.mode | mysql; snapshot.mode=when_needed",
        "snapshot-repeated | warning | snapshot.mode | mongodb; snapshot.mode=WHEN_NEEDED",
        "snapshot-recovers | warning | snapshot.mode | mysql; snapshot.mode=recovery; env:local",
        "snapshot-recovers | warning | snapshot.mode | sqlserver; snapshot.mode=recovery",
        "table-not-resnapshottable | hint | signal.data.collection | mysql",
        "table-not-resnapshottable | hint | signal.data.collection | mysql; signal.enabled.channels=source; snapshot.max.threads=1; snapshot.mode=always",
        "table-not-resnapshottable | hint | signal.data.collection | mariadb; signal.data.collection=",
      })
  void finds(String code, String severity, String key, String config) {
    LintedConnector connector = new LintedConnector(temp, config);

    assertThat(connector.found(code)).containsExactly(connector.expected(severity, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "history-partial | mysql; schema.history.internal.store.only.captured.databases.ddl=true",
        "history-partial | postgresql; schema.history.internal.store.only.captured.tables.ddl=true",
        "snapshot-unlocked | mysql; snapshot.locking.mode=minimal",
        "snapshot-unlocked | mysql; snapshot.locking.mode=none; snapshot.mode=no_data",
        "snapshot-unlocked | mysql; snapshot.locking.mode=none; snapshot.mode=recovery",
        "snapshot-unlocked | mysql; snapshot.locking.mode=none; snapshot.mode=${file:/f:m}",
        "snapshot-unlocked | postgresql; snapshot.locking.mode=none",
        "snapshot-repeated | mysql; snapshot.mode=when_needed; env:local-iam",
        "snapshot-repeated | mysql; snapshot.mode=initial",
        "snapshot-repeated | postgresql; snapshot.mode=when_needed",
        "snapshot-recovers | mysql; snapshot.mode=schema_only_recovery",
        "snapshot-recovers | postgresql; snapshot.mode=recovery",
        "table-not-resnapshottable | mysql; signal.data.collection=shop.signals",
        "table-not-resnapshottable | mysql; signal.data.collecton=shop.signals",
        "table-not-resnapshottable | mysql; signal.enabled.channels=source, kafka",
        "table-not-resnapshottable | mysql; signal.enabled.channels=${file:/f:c}",
        "table-not-resnapshottable | mysql; snapshot.max.threads=4",
        "table-not-resnapshottable | mysql; snapshot.mode=no_data",
        "table-not-resnapshottable | postgresql",
      })
  void doesNotFind(String code, String config) {
    assertThat(new LintedConnector(temp, config).found(code)).isEmpty();
  }
}
