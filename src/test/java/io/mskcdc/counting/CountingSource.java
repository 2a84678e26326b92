package io.mskcdc.counting;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Continues counting from the stored number, and writes each number after a label. */
public final class CountingSource extends SourceConnector {
  private Map<String, String> config;

  @Override
  public void start(Map<String, String> given) {
    config = given;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return CountingTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(config);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its one task. */
  public static final class CountingTask extends SourceTask {
    private static final Map<String, String> PARTITION = Map.of("of", "numbers");

    private String topic;
    private String label;
    private long number;
    private int polls;

    @Override
    public void start(Map<String, String> config) {
      topic = config.get("topic");
      label = config.get("label");
      if (label.equals("refused")) {
        throw new ConnectException("no such label: " + label);
      }
      Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
      number = stored == null ? 0 : (Long) stored.get("number");
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      Thread.sleep(50);
      polls++;
      if (label.equals("short-lived") && polls > 600) {
        throw new ConnectException("the numbers have run out");
      }
      number++;
      return List.of(
          new SourceRecord(
              PARTITION,
              Map.of("number", number),
              topic,
              Schema.STRING_SCHEMA,
              label + " " + number));
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
