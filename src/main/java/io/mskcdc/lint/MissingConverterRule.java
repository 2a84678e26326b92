package io.mskcdc.lint;

import static io.mskcdc.problem.ErrorCode.WORKER_CONVERTER_MISSING;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.WorkerConfiguration;
import java.util.List;
import java.util.stream.Stream;

/** Finds a worker configuration without a converter. MSK Connect requires both. */
final class MissingConverterRule implements LintRule {

  @Override
  public List<Finding> check(Bundle bundle) {
    return bundle.mskConnectWorkers().stream().flatMap(MissingConverterRule::missing).toList();
  }

  private static Stream<Finding> missing(WorkerConfiguration worker) {
    return Stream.of("key.converter", "value.converter")
        .filter(key -> worker.properties().getOrDefault(key, "").isBlank())
        .map(
            key ->
                Finding.error(
                    WORKER_CONVERTER_MISSING,
                    worker.keyAt(key),
                    key,
                    "it is missing, and MSK Connect requires it",
                    "write the converter's class, like"
                        + " org.apache.kafka.connect.json.JsonConverter"));
  }
}
