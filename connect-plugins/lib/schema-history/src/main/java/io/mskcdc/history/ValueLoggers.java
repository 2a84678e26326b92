package io.mskcdc.history;

import java.lang.reflect.Method;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's loggers that print values of rows, which no transform can mask. MSK Connect accepts no
 * configuration of logging, so the plugin itself sets their levels.
 */
final class ValueLoggers {
  private static final Logger LOG = LoggerFactory.getLogger(ValueLoggers.class);

  private static final String LOG4J2 = "org.apache.logging.log4j.core.config.Configurator";
  private static final String RELOAD4J = "org.apache.log4j.Logger";

  /** The level of each logger, which excludes all of its messages with values. */
  static final Map<String, String> LEVELS =
      Map.of(
          // "Failed to convert value '838:59:59' from column"; the class prints for its superclass.
          "io.debezium.connector.mysql.jdbc.MySqlValueConverters",
          "OFF",
          // "Invalid value '0000-00-00' stored in column"
          "io.debezium.connector.binlog.jdbc.BinlogValueConverters",
          "OFF",
          // "Invalid default value '2026-02-30' for date column"
          "io.debezium.connector.binlog.jdbc.BinlogDefaultValueConverter",
          "OFF",
          // "Failed to read data value: 'Bad format for Time '838:59:59''"
          "io.debezium.connector.binlog.jdbc.BinlogFieldReader",
          "OFF",
          // "Error while deserializing binlog data", with the message of an exception
          "io.debezium.connector.binlog.event.RowDeserializers",
          "OFF",
          // "Failed to properly convert data value", with the trace of an exception
          "io.debezium.relational.TableSchemaBuilder",
          "OFF",
          // INFO "Requested 'INCREMENTAL' snapshot", with the conditions of the signal
          "io.debezium.pipeline.signal.actions.snapshotting.ExecuteSnapshot",
          "WARN",
          // INFO "Skipping previously processed row event", WARN "Received DML 'INSERT ...'"
          "io.debezium.connector.binlog.BinlogStreamingChangeEventSource",
          "ERROR");

  private ValueLoggers() {}

  /**
   * Sets the levels in the logging library of the worker: reload4j in Kafka 3, Log4j 2 in Kafka 4.
   */
  static void silence() {
    ClassLoader worker = LoggerFactory.class.getClassLoader();
    try {
      if (isPresent(worker, LOG4J2)) {
        silenceLog4j2(worker);
      } else if (isPresent(worker, RELOAD4J)) {
        silenceReload4j(worker);
      } else {
        LOG.warn("Set the levels of these loggers, which print values of rows: {}", LEVELS);
      }
    } catch (ReflectiveOperationException e) {
      LOG.warn("Set the levels of these loggers, which print values of rows: {}", LEVELS, e);
    }
  }

  private static boolean isPresent(ClassLoader worker, String name) {
    try {
      Class.forName(name, false, worker);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void silenceLog4j2(ClassLoader worker) throws ReflectiveOperationException {
    Class<?> level = Class.forName("org.apache.logging.log4j.Level", true, worker);
    Method parse = level.getMethod("valueOf", String.class);
    Method set = Class.forName(LOG4J2, true, worker).getMethod("setLevel", String.class, level);
    for (Map.Entry<String, String> entry : LEVELS.entrySet()) {
      set.invoke(null, entry.getKey(), parse.invoke(null, entry.getValue()));
    }
  }

  private static void silenceReload4j(ClassLoader worker) throws ReflectiveOperationException {
    Class<?> level = Class.forName("org.apache.log4j.Level", true, worker);
    Method parse = level.getMethod("toLevel", String.class);
    Class<?> logger = Class.forName(RELOAD4J, true, worker);
    Method get = logger.getMethod("getLogger", String.class);
    Method set = logger.getMethod("setLevel", level);
    for (Map.Entry<String, String> entry : LEVELS.entrySet()) {
      set.invoke(get.invoke(null, entry.getKey()), parse.invoke(null, entry.getValue()));
    }
  }
}
