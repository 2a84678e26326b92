package io.mskcdc.local.iam;

/**
 * The ARN of a Kafka cluster, and the ARNs of its topics, groups and transactional ids.
 *
 * <p>The cluster {@code arn:aws:kafka:<region>:<account>:cluster/<name>/<uuid>} has the topics
 * {@code arn:aws:kafka:<region>:<account>:topic/<name>/<uuid>/<topic>}.
 *
 * @param prefix the ARN up to the colon after the account
 * @param uuid differs between clusters with the same name
 */
public record LocalClusterArn(String prefix, String name, String uuid) {
  /**
   * Reads an ARN.
   *
   * @throws IllegalArgumentException if it is not the ARN of a Kafka cluster
   */
  public static LocalClusterArn parse(String arn) {
    int resource = arn.lastIndexOf(':') + 1;
    String[] parts = arn.substring(resource).split("/", -1);
    if (!arn.startsWith("arn:aws:kafka:") || parts.length != 3 || !parts[0].equals("cluster")) {
      throw new IllegalArgumentException("not the ARN of a Kafka cluster: " + arn);
    }
    return new LocalClusterArn(arn.substring(0, resource), parts[1], parts[2]);
  }

  public String topic(String topic) {
    return of("topic", topic);
  }

  public String group(String group) {
    return of("group", group);
  }

  public String transactionalId(String id) {
    return of("transactional-id", id);
  }

  private String of(String type, String resource) {
    return prefix + type + "/" + name + "/" + uuid + "/" + resource;
  }

  @Override
  public String toString() {
    return prefix + "cluster/" + name + "/" + uuid;
  }
}
