package io.mskcdc.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.mysql.gtid.MySqlGtidSetFactory;
import io.debezium.connector.mysql.history.MySqlHistoryRecordComparator;
import io.debezium.relational.history.HistoryRecord;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeforeTheBinlogTest {
  private static final String A = "11111111-1111-1111-1111-111111111111";
  private static final String B = "22222222-2222-2222-2222-222222222222";

  private final BeforeTheBinlog comparator =
      new BeforeTheBinlog(
          new MySqlHistoryRecordComparator(uuid -> true, new MySqlGtidSetFactory()));

  @Test
  void appliesNoStatementOfTheFirstTransactionInTheBinlog() {
    assertThat(applies(gtids(A + ":1-18"), gtids(A + ":1-18"))).isFalse();
  }

  @Test
  void appliesNoStatementWithinTheFirstTransactionOfWhichRowsWereSent() {
    Map<String, Object> offset = gtids(A + ":1-18");
    offset.put("event", 4);
    offset.put("row", 2);

    assertThat(applies(gtids(A + ":1-18"), offset)).isFalse();
  }

  @Test
  void readsAGtidSetInAnyOrderOfItsServers() {
    assertThat(applies(gtids(B + ":1-3," + A + ":1-18"), gtids(A + ":1-18," + B + ":1-3")))
        .isFalse();
  }

  @Test
  void appliesAStatementBeforeTheOffset() {
    assertThat(applies(gtids(A + ":1-18"), gtids(A + ":1-19"))).isTrue();
  }

  @Test
  void appliesNoStatementAfterTheOffset() {
    assertThat(applies(gtids(A + ":1-19"), gtids(A + ":1-18"))).isFalse();
  }

  @Test
  void appliesTheStatementsOfTheSnapshotThatTheOffsetFollows() {
    Map<String, Object> snapshot = gtids(A + ":1-18");
    snapshot.put("snapshot", "INITIAL");

    assertThat(applies(snapshot, gtids(A + ":1-18"))).isTrue();
  }

  @Test
  void appliesNoStatementOfABlockingSnapshot() {
    Map<String, Object> snapshot = gtids(A + ":1-18");
    snapshot.put("snapshot", "BLOCKING");

    assertThat(applies(snapshot, gtids(A + ":1-19"))).isFalse();
  }

  @Test
  void appliesAStatementThatEndsAtTheOffsetOfAServerWithoutGtids() {
    assertThat(applies(position(6936), position(6936))).isTrue();
  }

  private boolean applies(Map<String, Object> recorded, Map<String, Object> offset) {
    return comparator.isAtOrBefore(record(recorded), record(offset));
  }

  private static HistoryRecord record(Map<String, Object> position) {
    return new HistoryRecord(
        Map.of("server", "production"), position, "shop", null, "ALTER TABLE t", null, null);
  }

  private static Map<String, Object> gtids(String gtids) {
    Map<String, Object> position = position(6936);
    position.put("gtids", gtids);
    return position;
  }

  private static Map<String, Object> position(long end) {
    return new HashMap<>(Map.of("file", "binlog.000001", "pos", end, "server_id", 1));
  }
}
