package io.mskcdc.msk.api;

/** Where the workers' log goes. */
public record LogDelivery(WorkerLogDelivery workerLogDelivery) {

  /** Any of the three. */
  public record WorkerLogDelivery(CloudWatchLogs cloudWatchLogs, Firehose firehose, S3 s3) {}

  /** A log group of CloudWatch Logs. */
  public record CloudWatchLogs(Boolean enabled, String logGroup) {}

  /** A stream of Data Firehose. */
  public record Firehose(Boolean enabled, String deliveryStream) {}

  /** Objects in a bucket. */
  public record S3(Boolean enabled, String bucket, String prefix) {}
}
