package io.mskcdc.local.kafka;

/**
 * What the workers of one Connect cluster share.
 *
 * @param group their group.id
 * @param configs the topic of configurations
 * @param offsets the topic of offsets
 * @param status the topic of states
 */
public record InternalTopics(String group, String configs, String offsets, String status) {

  /** Returns topics named after the group, as one names them on workers of one's own. */
  public static InternalTopics of(String group) {
    return new InternalTopics(group, group + "-configs", group + "-offsets", group + "-status");
  }

  /**
   * Returns what MSK Connect names so for a connector.
   *
   * @param id what tells apart connectors that had the name one after another
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
