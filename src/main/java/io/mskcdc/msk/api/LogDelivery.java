package io.mskcdc.msk.api;

/** The destinations of the workers' logs. */
public record LogDelivery(WorkerLogDelivery workerLogDelivery) {

  /** None to three destinations. */
  public record WorkerLogDelivery(CloudWatchLogs cloudWatchLogs, Firehose firehose, S3 s3) {}

  /** A log group of CloudWatch Logs. */
  public record CloudWatchLogs(Boolean enabled, String logGroup) {}

  /** A delivery stream of Data Firehose. */
  public record Firehose(Boolean enabled, String deliveryStream) {}

  /** A bucket. */
  public record S3(Boolean enabled, String bucket, String prefix) {}
}
