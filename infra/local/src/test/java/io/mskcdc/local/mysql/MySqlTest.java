package io.mskcdc.local.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.TcpPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlTest {
  @TempDir static Path temp;

  private static MySql mysql;

  @BeforeAll
  static void start() throws SQLException {
    mysql = startIn(temp, DatabaseServer.FIRST);
    try (Connection shop = mysql.connect()) {
      Shop.createIfAbsent(shop);
    }
  }

  @AfterAll
  static void stop() {
    mysql.close();
  }

  private static MySql startIn(Path folder, DatabaseServer server) {
    Checkout checkout = new Checkout(Path.of("../..").toAbsolutePath().normalize());
    return MySql.start(
        MySqlHome.find(checkout),
        server,
        folder.resolve("mysql"),
        TcpPort.free(),
        folder.resolve("mysql.log"));
  }

  @Test
  void writesARowBinlogWithGtids() throws SQLException {
    try (Connection shop = mysql.connect()) {
      assertThat(strings(shop, "SELECT @@binlog_format")).containsExactly("ROW");
      assertThat(strings(shop, "SELECT @@binlog_row_image")).containsExactly("FULL");
      assertThat(strings(shop, "SELECT @@gtid_mode")).containsExactly("ON");
    }
  }

  @Test
  void debeziumAccountHasOnlyThePrivilegesForCapture() throws SQLException {
    try (Connection debezium = connectAsDebezium()) {
      assertThat(strings(debezium, "SHOW GRANTS"))
          .containsExactly(
              "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `debezium`@`%`",
              "GRANT SELECT ON `production_db`.* TO `debezium`@`%`");
      assertThatThrownBy(() -> debezium.createStatement().executeUpdate("DELETE FROM events"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void passwordsAreNotInProcessArgumentsLogsOrFiles() throws Exception {
    String arguments =
        String.join(
            " ",
            ProcessHandle.of(mysql.subprocess().pid())
                .orElseThrow()
                .info()
                .arguments()
                .orElseThrow());
    String log = Files.readString(temp.resolve("mysql.log"));

    for (String secret : List.of(mysql.debeziumPassword(), mysql.shopPassword())) {
      assertThat(arguments).doesNotContain(secret);
      assertThat(log).doesNotContain(secret);
    }
    try (Stream<Path> files = Files.list(temp.resolve("mysql"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".sql"));
    }
  }

  @Test
  void generatorCountsTheRowsThatItChanges() throws SQLException {
    try (Connection shop = mysql.connect()) {
      long before = rows(shop);
      ChangeGenerator generator = new ChangeGenerator(shop, 7);
      for (int i = 0; i < 60; i++) {
        generator.step();
      }

      ChangeGenerator.Counts counts = generator.counts();
      assertThat(rows(shop) - before).isEqualTo(counts.creates() - counts.deletes());
      assertThat(counts.updates()).isEqualTo(30);
      assertThat(counts.deletes()).isEqualTo(20);
    }
  }

  @Test
  void secondStartOfTheSecondServerKeepsTheDataAndGeneratesNewPasswords() throws SQLException {
    Path folder = temp.resolve("restarted");
    String firstPassword;
    try (MySql first = startIn(folder, DatabaseServer.SECOND);
        Connection shop = first.connect()) {
      Shop.createIfAbsent(shop);
      shop.createStatement().executeUpdate("INSERT INTO events (kind) VALUES ('kept')");
      firstPassword = first.shopPassword();
    }
    try (MySql second = startIn(folder, DatabaseServer.SECOND);
        Connection shop = second.connect()) {
      Shop.createIfAbsent(shop);
      assertThat(strings(shop, "SELECT kind FROM events WHERE kind = 'kept'")).hasSize(1);
      assertThat(strings(shop, "SELECT @@server_id")).containsExactly("2");
      assertThat(strings(shop, "SELECT DATABASE()")).containsExactly("orders_db");
      assertThat(second.shopPassword()).isNotEqualTo(firstPassword);
    }
  }

  @Test
  void folderWithoutAServerIsRejectedWithTheNextStep() {
    assertThatThrownBy(() -> MySqlHome.of(temp))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("not a MySQL installation")
        .hasMessageContaining("MYSQL_HOME");
  }

  private static Connection connectAsDebezium() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + MySql.DATABASE,
        MySql.DEBEZIUM_USER,
        mysql.debeziumPassword());
  }

  private static long rows(Connection connection) throws SQLException {
    long rows = 0;
    for (String table : List.of("customers", "products", "orders", "order_lines", "events")) {
      rows += Long.parseLong(strings(connection, "SELECT COUNT(*) FROM " + table).get(0));
    }
    return rows;
  }

  private static List<String> strings(Connection connection, String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
