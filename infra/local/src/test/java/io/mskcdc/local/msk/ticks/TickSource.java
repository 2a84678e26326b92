package io.mskcdc.local.msk.ticks;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A connector that counts up from its stored offset. */
public final class TickSource extends SourceConnector {
  static final String TOPIC = "ticks.topic";
  static final String LABEL = "ticks.label";
  static final String BROKEN = "ticks.broken";

  private Map<String, String> configuration;

  @Override
  public void start(Map<String, String> given) {
    configuration = given;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TickTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, configuration);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "")
        .define(LABEL, ConfigDef.Type.STRING, "tick", ConfigDef.Importance.HIGH, "")
        .define(BROKEN, ConfigDef.Type.STRING, "", ConfigDef.Importance.HIGH, "");
  }

  @Override
  public String version() {
    return TickTask.build();
  }
}
