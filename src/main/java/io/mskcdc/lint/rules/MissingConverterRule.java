package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.WORKER_CONVERTER_MISSING;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.WorkerConfiguration;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Finds a worker configuration without a converter. MSK Connect requires both. */
final class MissingConverterRule implements LintRule {

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            WORKER_CONVERTER_MISSING,
            "worker.properties for MSK Connect",
            "MSK Connect requires both converters. Its default worker uses StringConverter, which writes Debezium's records as `Struct{id=1}`.",
            "Write the class of `key.converter` and of `value.converter`.",
            "AWS, MSK Connect workers"));
  }

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
