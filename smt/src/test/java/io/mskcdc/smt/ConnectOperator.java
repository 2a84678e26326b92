package io.mskcdc.smt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.errors.ErrorHandlingMetrics;
import org.apache.kafka.connect.runtime.errors.Operation;
import org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.runtime.errors.ToleranceType;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.util.ConnectorTaskId;

/**
 * Runs transforms with Connect's own operator, as a task with errors.tolerance=none does. It uses
 * reflection, because Kafka 3.8 changed the operator's type parameters and how it gets the record.
 */
final class ConnectOperator implements AutoCloseable {

  private static final Method EXECUTE =
      Stream.of(RetryWithToleranceOperator.class.getMethods())
          .filter(method -> method.getName().equals("execute"))
          .findFirst()
          .orElseThrow();

  private final ConnectMetrics metrics;
  private final AutoCloseable operator;

  ConnectOperator() {
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
    try {
      operator =
          RetryWithToleranceOperator.class
              .getConstructor(
                  long.class,
                  long.class,
                  ToleranceType.class,
                  Time.class,
                  ErrorHandlingMetrics.class)
              .newInstance(
                  0,
                  0,
                  ToleranceType.NONE,
                  Time.SYSTEM,
                  new ErrorHandlingMetrics(new ConnectorTaskId("connector", 0), metrics));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @throws org.apache.kafka.connect.errors.ConnectException if the task would stop
   */
  SourceRecord apply(Transformation<SourceRecord> transform, SourceRecord record) {
    Operation<SourceRecord> operation = () -> transform.apply(record);
    Stage stage = Stage.TRANSFORMATION;
    try {
      Class<?> first = EXECUTE.getParameterTypes()[0];
      if (first != Operation.class) {
        Object context = first.getConstructor(Object.class).newInstance(record);
        return (SourceRecord)
            EXECUTE.invoke(operator, context, operation, stage, transform.getClass());
      }
      operator.getClass().getMethod("sourceRecord", SourceRecord.class).invoke(operator, record);
      return (SourceRecord) EXECUTE.invoke(operator, operation, stage, transform.getClass());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      operator.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    metrics.stop();
  }
}
