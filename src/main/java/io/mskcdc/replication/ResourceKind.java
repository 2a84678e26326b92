package io.mskcdc.replication;

/** The kinds of resources that make up a replication of DMS. */
public enum ResourceKind {
  INSTANCE("ReplicationInstance", "replication instance"),
  ENDPOINT("Endpoint", "endpoint"),
  TASK("ReplicationTask", "replication task"),
  CONFIG("ReplicationConfig", "replication configuration");

  private final String member;
  private final String title;

  ResourceKind(String member, String title) {
    this.member = member;
    this.title = title;
  }

  /** Returns its name in the names of operations and members, such as {@code ReplicationTask}. */
  String member() {
    return member;
  }

  /** Returns the member that has its name. */
  String identifierMember() {
    return member + "Identifier";
  }

  /** Returns the member that has its ARN. */
  String arnMember() {
    return member + "Arn";
  }

  /** Returns its name for a reader, such as {@code replication task}. */
  public String title() {
    return title;
  }
}
