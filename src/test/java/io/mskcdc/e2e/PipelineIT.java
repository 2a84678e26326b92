package io.mskcdc.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The pipeline on the release of Kafka Connect that MSK Connect runs. */
class PipelineIT extends PipelineContract implements LambdaTests {
  @Override
  Pipeline start() {
    return Pipeline.start(Broker::subprocess, "3.7.2");
  }

  @Override
  Golden.Format format() {
    return Golden.Format.WITHOUT_SCHEMAS;
  }

  @Test
  void theSqlForRedshiftKeepsTheTablesOfTheShippedConnector() throws SQLException {
    Deployer.Run run =
        pipeline()
            .deployer()
            .run("redshift", "sql", CONNECTOR, "--bootstrap-servers", "b-1.example.com:9098");
    assertThat(run.exitCode()).as(run.err()).isZero();
    try (AppliedTopics redshift = new AppliedTopics();
        Connection mysql = pipeline().shop();
        Statement statement = mysql.createStatement()) {
      statement.execute("UPDATE products SET weight_kg = NULL, name = '' WHERE sku = 'TEA-001'");
      pipeline()
          .topics()
          .read("production_db.products", m -> row(m).path("name").asText("-").isEmpty(), 1);
      redshift.create(run.out(), Stream.of(Table.values()).map(Table::topic).toList());
      for (Table table : Table.values()) {
        for (ConsumerRecord<byte[], byte[]> record : pipeline().topics().records(table.topic())) {
          redshift.deliver(record);
        }
        redshift.apply(table.table());
      }

      for (String query :
          List.of(
              "SELECT order_id, line_no, sku, quantity, unit_price FROM production_db.order_lines",
              "SELECT id, customer_id, status, total, note FROM production_db.orders",
              "SELECT sku, name, price, weight_kg, REPLACE(attributes, ' ', '')"
                  + " FROM production_db.products",
              "SELECT id, name, country FROM production_db.customers")) {
        assertThat(redshift.rows(query))
            .isNotEmpty()
            .containsExactlyInAnyOrderElementsOf(AppliedTopics.rows(mysql, query));
      }
      assertThat(redshift.rows("SELECT email FROM production_db.customers WHERE id = 1"))
          .allSatisfy(row -> assertThat(row.get(0)).matches("\\S{20,}").doesNotContain("@"));
      assertThat(redshift.rows("SELECT kind FROM production_db.events WHERE __op = 'r'"))
          .hasSize(2);
    }
  }
}
