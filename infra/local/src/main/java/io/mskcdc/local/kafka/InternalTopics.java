package io.mskcdc.local.kafka;

/**
 * The group and the internal topics that the workers of a Connect cluster share.
 *
 * @param group the value of group.id
 * @param configs the value of config.storage.topic
 * @param offsets the value of offset.storage.topic
 * @param status the value of status.storage.topic
 */
public record InternalTopics(String group, String configs, String offsets, String status) {

  /** Returns topics whose names start with the group, as is usual on self-managed workers. */
  public static InternalTopics of(String group) {
    return new InternalTopics(group, group + "-configs", group + "-offsets", group + "-status");
  }

  /**
   * Returns the names that MSK Connect gives to the group and topics of a connector.
   *
   * @param id distinguishes successive connectors of the same name
   */
  public static InternalTopics ofMskConnect(String connector, String id) {
    String name = connector + "_" + id;
    return new InternalTopics(
        mskConnect("group", name),
        mskConnect("configs", name),
        mskConnect("offsets", name),
        mskConnect("status", name));
  }

  private static String mskConnect(String kind, String name) {
    return "__amazon_msk_connect_" + kind + "_" + name;
  }
}
