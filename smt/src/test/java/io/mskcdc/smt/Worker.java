package io.mskcdc.smt;

import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.errors.ErrorHandlingMetrics;
import org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.runtime.errors.ToleranceType;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.util.ConnectorTaskId;

/** Runs transforms as a task with errors.tolerance=none does, by Connect's own operator. */
final class Worker implements AutoCloseable {

  private final ConnectMetrics metrics;
  private final RetryWithToleranceOperator operator;

  Worker() {
    StandaloneConfig config =
        new StandaloneConfig(
            Map.of(
                "bootstrap.servers",
                "localhost:1",
                "key.converter",
                JsonConverter.class.getName(),
                "value.converter",
                JsonConverter.class.getName(),
                "offset.storage.file.filename",
                "unused"));
    metrics = new ConnectMetrics("worker", config, Time.SYSTEM, "cluster");
    operator =
        new RetryWithToleranceOperator(
            0,
            0,
            ToleranceType.NONE,
            Time.SYSTEM,
            new ErrorHandlingMetrics(new ConnectorTaskId("connector", 0), metrics));
  }

  /**
   * @throws org.apache.kafka.connect.errors.ConnectException if the task would fail
   */
  SourceRecord apply(Transformation<SourceRecord> transform, SourceRecord record) {
    operator.sourceRecord(record);
    return operator.execute(
        () -> transform.apply(record), Stage.TRANSFORMATION, transform.getClass());
  }

  @Override
  public void close() {
    operator.close();
    metrics.stop();
  }
}
