package io.mskcdc.e2e;

/** The pipeline on the release of Kafka Connect that MSK Connect runs. */
class PipelineIT extends PipelineContract implements LambdaTests {
  @Override
  Pipeline start() {
    return Pipeline.start(Broker::subprocess, "3.7.2");
  }

  @Override
  Golden.Format format() {
    return Golden.Format.WITHOUT_SCHEMAS;
  }
}
