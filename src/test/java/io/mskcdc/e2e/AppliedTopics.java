package io.mskcdc.e2e;

import io.mskcdc.redshift.PostgreSql;
import io.mskcdc.redshift.RedshiftOnPostgreSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The tables that the SQL for Redshift keeps of topics of {@code mysql-cdc}. It runs on PostgreSQL,
 * where a table with the records stands for a topic.
 */
final class AppliedTopics implements AutoCloseable {
  private final Connection redshift;

  AppliedTopics() throws SQLException {
    redshift = PostgreSql.newDatabase();
  }

  /** Creates topics without records, and then what the SQL creates. */
  void create(String sql, List<String> topics) throws SQLException {
    for (String topic : topics) {
      RedshiftOnPostgreSql.createTopic(redshift, "mysql_cdc_topics", topic);
    }
    RedshiftOnPostgreSql.execute(redshift, sql);
  }

  /** Adds a record to its topic. */
  void deliver(ConsumerRecord<byte[], byte[]> record) throws SQLException {
    try (PreparedStatement insert =
        redshift.prepareStatement(
            "INSERT INTO mysql_cdc_topics.\"" + record.topic() + "\" VALUES (?, ?, NULL, ?, ?)")) {
      insert.setInt(1, record.partition());
      insert.setLong(2, record.offset());
      insert.setBytes(3, record.key());
      insert.setBytes(4, record.value());
      insert.execute();
    }
  }

  /** Applies what was delivered to the topic of a table, twice. */
  void apply(String table) throws SQLException {
    String label = "production_db__" + table;
    RedshiftOnPostgreSql.execute(redshift, "REFRESH MATERIALIZED VIEW mysql_cdc." + label);
    for (int i = 0; i < 2; i++) {
      RedshiftOnPostgreSql.execute(redshift, "CALL mysql_cdc.apply_" + label + "()");
    }
  }

  /** Returns the rows of a query, with each value as a text. */
  List<List<String>> rows(String query) throws SQLException {
    return rows(redshift, query);
  }

  static List<List<String>> rows(Connection connection, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    redshift.close();
  }
}
