package io.mskcdc.lint.rules;

import static io.mskcdc.problem.ErrorCode.RETRIES_DROP_RECORDS;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.config.WorkerSettings;
import io.mskcdc.lint.ConnectorRule;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds connectors that lose a record if the schema registry does not answer once. */
final class RegistryRetryRule implements ConnectorRule {
  /** The releases of MSK Connect; all have the fault. */
  private static final Set<String> RELEASES = Set.of("2.7.1", "3.7.x");

  private static final List<String> WITH_REGISTRY =
      List.of(
          "io.confluent.connect.avro.AvroConverter",
          "io.confluent.connect.protobuf.ProtobufConverter",
          "io.confluent.connect.json.JsonSchemaConverter",
          "com.amazonaws.services.schemaregistry.kafkaconnect.",
          "io.apicurio.registry.utils.converter.");

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.error(
            RETRIES_DROP_RECORDS,
            "`errors.retry.timeout` of connectors on MSK Connect whose converter calls a schema registry",
            "Connect 2.7 and 3.7 drop a record without an error if the registry fails for the moment and the time for retries is over. The default allows none. A positive time, which is a warning, loses the record after it.",
            "Write `-1`: Connect then retries until the registry answers.",
            "Kafka, KAFKA-18073 (apache/kafka#18146)"));
  }

  @Override
  public List<Finding> check(RenderedConnector connector, Bundle bundle) {
    boolean hasFault =
        connector
                .settings()
                .map(WorkerSettings::connectVersion)
                .filter(RELEASES::contains)
                .isPresent()
            && (ConnectorKind.isSource(connector) || ConnectorKind.isSink(connector))
            && Stream.of("key.converter", "value.converter")
                .flatMap(key -> EffectiveConverter.of(key, connector, bundle).stream())
                .anyMatch(
                    converter -> WITH_REGISTRY.stream().anyMatch(converter.type()::startsWith));
    if (!hasFault) {
      return List.of();
    }
    OptionValue option = new OptionValue(connector, "errors.retry.timeout");
    return option.effective("0").filter(time -> !time.startsWith("-")).stream()
        .flatMap(
            time ->
                option.finding(
                    RETRIES_DROP_RECORDS,
                    time.equals("0") ? Severity.ERROR : Severity.WARNING,
                    time.equals("0")
                        ? "if the schema registry fails for the moment, Connect drops the record"
                            + " without an error"
                        : "if the schema registry fails for longer, Connect drops the record without"
                            + " an error",
                    "write -1"))
        .toList();
  }
}
