package io.mskcdc.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of an MSK cluster, from which the ARNs of its topics, groups and transactional ids
 * follow. The formats are those of the AWS service authorization reference for Kafka.
 *
 * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 * @param region the region's id
 * @param account the account's twelve digits
 * @param path the cluster's name, a slash, and the UUID that the service gave it
 */
public record ClusterArn(String partition, String region, String account, String path) {
  private static final Pattern FORM =
      Pattern.compile(
          "arn:(aws|aws-cn|aws-us-gov):kafka:([a-z0-9-]+):(\\d{12}):cluster"
              + "/([A-Za-z0-9][A-Za-z0-9-]{0,63}/[A-Za-z0-9-]+)");

  /** Parses an ARN; empty if the text is not the ARN of a cluster. */
  public static Optional<ClusterArn> parse(String text) {
    Matcher arn = FORM.matcher(text);
    return arn.matches()
        ? Optional.of(new ClusterArn(arn.group(1), arn.group(2), arn.group(3), arn.group(4)))
        : Optional.empty();
  }

  /** Returns the ARN of the cluster itself. */
  public String cluster() {
    return resource("cluster") + path;
  }

  /** Returns the ARN of a topic; a {@code *} in the name matches any characters. */
  public String topic(String name) {
    return resource("topic") + path + "/" + name;
  }

  /** Returns the ARN of a consumer group or of a group of workers. */
  public String group(String name) {
    return resource("group") + path + "/" + name;
  }

  /** Returns the ARN of a transactional id. */
  public String transactionalId(String id) {
    return resource("transactional-id") + path + "/" + id;
  }

  private String resource(String type) {
    return "arn:" + partition + ":kafka:" + region + ":" + account + ":" + type + "/";
  }
}
