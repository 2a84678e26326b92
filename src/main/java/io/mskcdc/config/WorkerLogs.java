package io.mskcdc.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the workers' logs go: none to three places.
 *
 * @param logGroup a log group of CloudWatch Logs
 * @param deliveryStream a delivery stream of Data Firehose
 * @param s3 a bucket
 */
public record WorkerLogs(
    Optional<String> logGroup, Optional<String> deliveryStream, Optional<Bucket> s3) {
  /**
   * A bucket that receives logs.
   *
   * @param prefix what the keys of its objects begin with
   */
  public record Bucket(String name, Optional<String> prefix) {}

  /** Returns whether the logs go nowhere. */
  public boolean isEmpty() {
    return logGroup.isEmpty() && deliveryStream.isEmpty() && s3.isEmpty();
  }

  /** Returns each value as text, by the name that environment.yaml uses. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    logGroup.ifPresent(group -> texts.put("logDelivery.cloudWatchLogs.logGroup", group));
    deliveryStream.ifPresent(stream -> texts.put("logDelivery.firehose.deliveryStream", stream));
    s3.ifPresent(
        bucket -> {
          texts.put("logDelivery.s3.bucket", bucket.name());
          bucket.prefix().ifPresent(prefix -> texts.put("logDelivery.s3.prefix", prefix));
        });
    return texts;
  }
}
