package io.mskcdc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlDatabaseTest {

  @ParameterizedTest
  @CsvSource({
    "5, 7, SHOW MASTER STATUS",
    "8, 0, SHOW MASTER STATUS",
    "8, 2, SHOW BINARY LOG STATUS",
    "8, 4, SHOW BINARY LOG STATUS",
    "9, 0, SHOW BINARY LOG STATUS"
  })
  void theEndOfTheBinlogIsReadWithTheStatementOfTheServersVersion(
      int major, int minor, String statement) {
    assertThat(MySqlDatabase.logStatus(major, minor)).isEqualTo(statement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "log_bin=ON;binlog_format=ROW;binlog_row_image=FULL;binlog_row_value_options=;| -",
        "log_bin=1;binlog_format=row;binlog_row_image=full | -",
        "| -",
        "log_bin=OFF;binlog_format=STATEMENT | log_bin=OFF",
        "binlog_format=MIXED | binlog_format=MIXED",
        "binlog_row_image=MINIMAL | binlog_row_image=MINIMAL",
        "binlog_row_image=NOBLOB | binlog_row_image=NOBLOB",
        "binlog_row_value_options=PARTIAL_JSON | binlog_row_value_options=PARTIAL_JSON",
      })
  void aSettingUnderWhichTheBinlogLacksChangesIsAFault(String variables, String fault) {
    Map<String, String> values = new HashMap<>();
    for (String variable : variables == null ? new String[0] : variables.split(";")) {
      values.put(variable.split("=")[0], variable.substring(variable.indexOf('=') + 1).strip());
    }

    assertThat(MySqlDatabase.faults(values))
        .extracting(LogFault::setting)
        .isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @Test
  void aServerThatCannotBeReachedIsNotTriedAgain() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    MySqlDatabase database = new MySqlDatabase("127.0.0.1:" + port, new Properties());

    Throwable first = catchThrowable(database::tables);

    assertThat(first).isInstanceOf(NotReachableException.class);
    assertThat(catchThrowable(database::columns)).isSameAs(first);
    assertThat(catchThrowable(database::logFaults)).isSameAs(first);
  }
}
