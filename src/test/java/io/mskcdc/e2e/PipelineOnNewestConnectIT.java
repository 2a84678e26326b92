package io.mskcdc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * The pipeline on the newest Kafka Connect that Debezium runs on, with converters that include the
 * schema.
 */
class PipelineOnNewestConnectIT extends PipelineContract {
  private static final String SCHEMAS =
      """
      "key.converter.schemas.enable": "true",
      "value.converter.schemas.enable": "true"
      """;

  @Override
  Pipeline start() {
    Pipeline pipeline = Pipeline.start(Broker::subprocess, "4.3.1");
    try {
      Files.writeString(
          pipeline.configurations().resolve("environments/local/mysql-cdc.json"),
          pipeline.overlay("local", SCHEMAS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pipeline;
  }

  @Override
  Golden.Format format() {
    return Golden.Format.WITH_SCHEMAS;
  }
}
