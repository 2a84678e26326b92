package io.mskcdc.watchdog;

import io.debezium.bean.StandardBeanNames;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.binlog.BinlogStreamingChangeEventSource;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.signal.actions.SignalAction;
import io.debezium.pipeline.signal.actions.SignalActionProvider;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a {@link Watchdog} for each task of Debezium MySQL, without an entry in its configuration.
 *
 * <p>It adds no signal. Debezium calls the providers of signals after the snapshot, when the binlog
 * client exists and is not connected yet, and gives them the task's coordinator. Through public
 * methods, that is the only place from which a plugin reaches the client and the handler of the
 * task's errors, and it keeps {@code connector.class}, offsets and topics as they are.
 */
public final class WatchdogStart implements SignalActionProvider {
  private static final Logger LOG = LoggerFactory.getLogger(WatchdogStart.class);

  @Override
  public <P extends Partition> Map<String, SignalAction<P>> createActions(
      EventDispatcher<P, ? extends DataCollectionId> dispatcher,
      ChangeEventSourceCoordinator<P, ?> coordinator,
      CommonConnectorConfig config) {
    if (config instanceof MySqlConnectorConfig mysql) {
      start(coordinator, mysql);
    }
    return Map.of();
  }

  private static void start(
      ChangeEventSourceCoordinator<?, ?> coordinator, MySqlConnectorConfig config) {
    Configuration configuration =
        config.getBeanRegistry().lookupByName(StandardBeanNames.CONFIGURATION, Configuration.class);
    WatchdogOptions options = WatchdogOptions.of(configuration);
    if (!options.enabled()) {
      LOG.info("The watchdog is off: {}=false", WatchdogOptions.ENABLED);
      return;
    }
    String database = config.getHostName() + ":" + config.getPort();
    coordinator
        .getStreamingSource()
        .filter(BinlogStreamingChangeEventSource.class::isInstance)
        .map(source -> ((BinlogStreamingChangeEventSource<?, ?>) source).getBinaryLogClient())
        .map(client -> BinlogReader.of(client, System::nanoTime))
        .ifPresent(
            reader ->
                new Watchdog(
                        coordinator,
                        new FaultCheck(
                            database,
                            options,
                            reader,
                            new BinlogEnd(configuration, options.interval())::read,
                            System::nanoTime),
                        "watchdog-" + config.getLogicalName())
                    .start());
  }
}
