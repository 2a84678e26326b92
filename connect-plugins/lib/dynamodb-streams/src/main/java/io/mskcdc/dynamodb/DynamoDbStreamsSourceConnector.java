package io.mskcdc.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.util.ConnectorUtils;

/**
 * Captures the changes of DynamoDB tables: a parallel scan of each, and then its stream. The
 * records are change events without schemas, in the form of Debezium's, so that the transforms for
 * Debezium take them.
 */
public final class DynamoDbStreamsSourceConnector extends SourceConnector {
  private Map<String, String> options;

  @Override
  public String version() {
    String version = getClass().getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public ConfigDef config() {
    return SourceOptions.CONFIG_DEF;
  }

  /** Checks the options, and then each table and its stream. */
  @Override
  public Config validate(Map<String, String> properties) {
    Config config = super.validate(properties);
    if (config.configValues().stream().allMatch(value -> value.errorMessages().isEmpty())) {
      SourceOptions parsed = new SourceOptions(properties);
      ConfigValue tables =
          config.configValues().stream()
              .filter(value -> value.name().equals(SourceOptions.TABLES))
              .findFirst()
              .orElseThrow();
      try (AwsClients aws = new AwsClients(parsed)) {
        for (String table : parsed.tables()) {
          try {
            SourceTable.describe(aws, table);
          } catch (ConnectException e) {
            tables.addErrorMessage(e.getMessage());
          }
        }
      }
    }
    return config;
  }

  @Override
  public void start(Map<String, String> properties) {
    options = properties;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return DynamoDbStreamsSourceTask.class;
  }

  /** A table belongs to one task, because the order of its records does. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<String> tables = new SourceOptions(options).tables();
    return ConnectorUtils.groupPartitions(tables, Math.min(maxTasks, tables.size())).stream()
        .map(
            group -> {
              Map<String, String> task = new HashMap<>(options);
              task.put(SourceOptions.TABLES, String.join(",", group));
              return task;
            })
        .toList();
  }

  @Override
  public void stop() {
    // Only tasks hold connections.
  }

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> properties) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  /**
   * Accepts the removal of offsets, which makes the next start take a new snapshot, and positions
   * in the form of {@link Positions}.
   */
  @Override
  public boolean alterOffsets(
      Map<String, String> properties, Map<Map<String, ?>, Map<String, ?>> offsets) {
    offsets.forEach(Positions::requireValid);
    return true;
  }
}
