package io.mskcdc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.mskcdc.database.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the deployer's reading of include and exclude lists with Debezium's own. */
class DebeziumCaptureTest {
  private static final List<String> DATABASES = List.of("shop", "Shop2", "a.b", "größe");
  private static final List<String> TABLES =
      List.of("orders", "Orders", "_orders_gho", "a,b", "a$b", "x.y", "signals");
  private static final List<String> COLUMNS = List.of("id", "email", "E-Mail", "a.b", "a,b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "database.include.list=shop",
        "database.include.list=SHOP.*",
        "database.include.list= shop , shop2",
        "database.exclude.list=shop",
        "table.include.list=shop.orders",
        "table.include.list=shop\\.orders,.*\\.a\\,b",
        "table.include.list=orders",
        "table.include.list=shop\\.a\\$b",
        "table.exclude.list=.*\\._.*_gho",
        "table.exclude.list=shop\\.[a-o]{1\\,9}s",
        "database.include.list=shop;table.exclude.list=.*\\.orders",
        "database.exclude.list=shop;table.include.list=.*\\.orders",
        "table.include.list=shop\\.orders;signal.data.collection=shop.signals",
        "table.exclude.list=.*\\.signals;signal.data.collection=shop.signals",
        "database.include.list=shop2;signal.data.collection=shop.signals",
        "column.include.list=.*\\.email",
        "column.include.list=shop\\.orders\\.(id|email)",
        "column.exclude.list=shop.orders.email",
        "column.exclude.list=.*\\.a\\,b",
        "column.exclude.list=SHOP\\.ORDERS\\.EMAIL",
        "message.key.columns=shop.orders:email",
        "message.key.columns=shop.(orders|x\\.y):email,id;.*a\\$b:id",
        "message.key.columns=.*:EMAIL",
        "message.key.columns=shop.orders:nosuch",
      })
  void givenTheListsThenTablesColumnsAndKeysAreThoseOfDebezium(String options) {
    Map<String, String> config = config(options);
    CaptureFilter capture = new DebeziumCapture(config);
    MySqlConnectorConfig debezium = new MySqlConnectorConfig(Configuration.from(config));

    for (String database : DATABASES) {
      for (String table : TABLES) {
        TableId id = new TableId(database, null, table);
        assertThat(capture.hasTable(database, table))
            .as(id.toString())
            .isEqualTo(debezium.getTableFilters().dataCollectionFilter().isIncluded(id));
        for (String column : COLUMNS) {
          assertThat(capture.hasColumn(column(database, table, column)))
              .as(id + "." + column)
              .isEqualTo(debezium.getColumnFilter().matches(database, null, table, column));
        }
        assertThat(capture.keyOf(columns(database, table)))
            .as("key of " + id)
            .isEqualTo(keyInDebezium(debezium, id));
      }
    }
  }

  private static Map<String, String> config(String options) {
    Map<String, String> config = new HashMap<>(Map.of("topic.prefix", "p"));
    Stream.of(options.split(";(?=[a-z.]+=)"))
        .filter(option -> !option.isEmpty())
        .forEach(option -> config.put(option.split("=", 2)[0], option.split("=", 2)[1]));
    return config;
  }

  private static Column column(String database, String table, String name) {
    return new Column(
        database, table, name, "int", false, COLUMNS.indexOf(name), name.equals("id"), "", false);
  }

  private static List<Column> columns(String database, String table) {
    return COLUMNS.stream().map(name -> column(database, table, name)).toList();
  }

  private static Set<String> keyInDebezium(MySqlConnectorConfig debezium, TableId id) {
    List<io.debezium.relational.Column> columns = new ArrayList<>();
    for (String name : COLUMNS) {
      columns.add(io.debezium.relational.Column.editor().name(name).type("INT").create());
    }
    Table table = Table.editor().tableId(id).setColumns(columns).setPrimaryKeyNames("id").create();
    List<io.debezium.relational.Column> key =
        debezium.getKeyMapper() == null
            ? table.primaryKeyColumns()
            : debezium.getKeyMapper().getKeyKolumns(table);
    return key.stream().map(io.debezium.relational.Column::name).collect(Collectors.toSet());
  }
}
