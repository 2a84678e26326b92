package io.mskcdc.kafka;

import io.mskcdc.problem.CheckKind;

/** What is checked on the brokers before a connector writes to them. */
public enum KafkaCheck implements CheckKind {
  BROKERS("the brokers admit the connector's login"),
  TOPICS("each topic exists or can be created"),
  TOPIC_PERMISSIONS("the login may use the topics"),
  GROUP_PERMISSIONS("the login may use the group for signals"),
  HISTORY_TOPIC("the schema history is kept whole and in order"),
  MESSAGE_SIZE("the largest record fits");

  private final String title;

  KafkaCheck(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }
}
