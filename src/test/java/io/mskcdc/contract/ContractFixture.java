package io.mskcdc.contract;

import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.SampleConnector;
import io.mskcdc.database.Column;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A connector that writes rows as {@code mysql-cdc} does, and columns of its database shop. */
final class ContractFixture {
  static final BundlePaths PATHS = new BundlePaths(Path.of("connector-configs"));

  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  private final Map<String, String> config = new LinkedHashMap<>();

  ContractFixture() {
    with(
        "connector.class", "io.debezium.connector.mysql.MySqlConnector",
        "topic.prefix", "production",
        "decimal.handling.mode", "string",
        "time.precision.mode", "adaptive_time_microseconds",
        "enable.time.adjuster", "false",
        "bigint.unsigned.handling.mode", "precise",
        "datatype.propagate.source.type", ".+\\.(TIME|TIMESTAMP|DATETIME|FLOAT|BOOL|BOOLEAN)( .+)?",
        "event.converting.failure.handling.mode", "fail",
        "key.converter", JSON,
        "key.converter.schemas.enable", "false",
        "value.converter", JSON,
        "value.converter.schemas.enable", "false",
        "transforms", "cdc",
        "transforms.cdc.type", "io.mskcdc.smt.UnwrapMaskRoute",
        "transforms.cdc.values.canonical", "true",
        "transforms.cdc.route.rules",
            "keyless -> ${database}.${table}.append,topic:([^.]+)\\.([^.]+)\\.([^.]+) -> $2.$3");
  }

  /** Sets options, each followed by its value; null removes one. */
  ContractFixture with(String... options) {
    for (int i = 0; i < options.length; i += 2) {
      config.put(options[i], options[i + 1]);
    }
    config.values().removeIf(Objects::isNull);
    return this;
  }

  /** Sets masking options, each followed by its value. */
  ContractFixture masked(String... options) {
    for (int i = 0; i < options.length; i += 2) {
      with("transforms.cdc.mask." + options[i], options[i + 1]);
    }
    return this;
  }

  /** Sets the secret key of hmac and format. */
  ContractFixture withKey() {
    return masked("key.secret", "${file:/secrets:key}", "key.id", "k1");
  }

  List<TableContract> read(Column... columns) {
    RenderedConnector connector = SampleConnector.of(PATHS, config);
    return TableContracts.of(
        connector, SourceConnectors.of(config).orElseThrow(), List.of(columns), PATHS);
  }

  /** Returns the column {@code id} of the primary key of a table. */
  static Column id(String table) {
    return column(table, "id", "int", false, true);
  }

  /** Returns a column that may be null. */
  static Column column(String table, String name, String type) {
    return column(table, name, type, true, false);
  }

  static Column column(
      String table, String name, String type, boolean nullable, boolean inPrimaryKey) {
    return new Column("shop", table, name, type, nullable, 1, inPrimaryKey, "", false);
  }
}
