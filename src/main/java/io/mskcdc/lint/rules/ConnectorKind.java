package io.mskcdc.lint.rules;

import io.mskcdc.catalog.DebeziumClass;
import io.mskcdc.catalog.SinkTopics;
import io.mskcdc.catalog.SourceConnector;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.RenderedConnector;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a connector's class says about it. Rules for all kinds of connectors ask here. */
final class ConnectorKind {
  private static final Set<String> BINLOG = Set.of("mysql", "mariadb");

  private static final Set<String> WITH_HISTORY =
      Set.of("mysql", "mariadb", "sqlserver", "oracle", "db2", "informix");

  private static final Set<String> ONE_TASK =
      Set.of("mysql", "mariadb", "postgresql", "oracle", "db2", "informix");

  private ConnectorKind() {}

  /** Returns the database of a Debezium source connector, as its package names it. */
  static Optional<String> debezium(Map<String, String> config) {
    return DebeziumClass.database(config);
  }

  static boolean isDebezium(RenderedConnector connector) {
    return debezium(connector.config()).isPresent();
  }

  /** Returns whether it reads MySQL's or MariaDB's binlog. */
  static boolean readsBinlog(RenderedConnector connector) {
    return debezium(connector.config()).filter(BINLOG::contains).isPresent();
  }

  /** Returns whether it is Debezium for a database of which it never reads with several tasks. */
  static boolean hasOneTask(RenderedConnector connector) {
    return debezium(connector.config()).filter(ONE_TASK::contains).isPresent();
  }

  /** Returns whether it never runs several tasks, by its kind or as this build declares it. */
  static boolean runsOneTask(RenderedConnector connector) {
    return hasOneTask(connector)
        || SourceConnectors.of(connector.config()).filter(SourceConnector::hasOneTask).isPresent();
  }

  /** Returns whether it is Debezium for a relational database. */
  static boolean isRelational(RenderedConnector connector) {
    return debezium(connector.config()).filter(name -> !name.equals("mongodb")).isPresent();
  }

  /** Returns whether it keeps a history of its database's schema. */
  static boolean hasSchemaHistory(RenderedConnector connector) {
    return debezium(connector.config()).filter(WITH_HISTORY::contains).isPresent();
  }

  /** Returns whether it writes to Kafka; false where its class does not tell. */
  static boolean isSource(RenderedConnector connector) {
    String name = simpleName(connector.connectorClass().strip());
    return isDebezium(connector)
        || name.endsWith("SourceConnector")
        || name.contains("MirrorSource")
        || name.contains("Datagen")
        || name.contains("FileStreamSource");
  }

  /** Returns whether it reads from Kafka; false where neither class nor options tell. */
  static boolean isSink(RenderedConnector connector) {
    return simpleName(connector.connectorClass().strip()).endsWith("SinkConnector")
        || connector.config().containsKey(SinkTopics.LIST)
        || connector.config().containsKey(SinkTopics.PATTERN);
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
