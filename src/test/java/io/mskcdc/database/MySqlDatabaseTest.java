package io.mskcdc.database;

import static org.assertj.core.api.Assertions.assertThat;

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
}
