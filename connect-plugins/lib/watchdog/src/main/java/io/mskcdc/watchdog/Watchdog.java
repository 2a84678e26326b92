package io.mskcdc.watchdog;

import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.source.spi.ChangeEventSource.ChangeEventSourceContext;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails a task of Debezium MySQL that is RUNNING and receives nothing: the connection to the binlog
 * was cut without a sign, or cannot be made again. Debezium throws the fault from the task's next
 * poll, and Connect reports the task as FAILED. It starts again when somebody restarts it.
 */
final class Watchdog extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final ChangeEventSourceCoordinator<?, ?> coordinator;
  private final ChangeEventSourceContext task;
  private final FaultCheck check;

  Watchdog(ChangeEventSourceCoordinator<?, ?> coordinator, FaultCheck check, String name) {
    super(name);
    setDaemon(true);
    setUncaughtExceptionHandler((thread, e) -> LOG.error("The watchdog has ended", e));
    this.coordinator = coordinator;
    this.check = check;
    // It has no state of its own: it is the view of the coordinator that streaming gets too.
    task = coordinator.new ChangeEventSourceContextImpl();
  }

  @Override
  public void run() {
    while (task.isRunning()) {
      // Debezium disconnects for a blocking snapshot.
      if (task.isPaused()) {
        check.reset();
      } else {
        Optional<ConnectException> fault = check.find();
        if (fault.isPresent()) {
          coordinator.getErrorHandler().setProducerThrowable(fault.get());
          return;
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
