package io.mskcdc.cli;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Runs on the workers of the tests: it produces no records, and fails where its configuration
 * requests it.
 */
public final class SourceOfTests extends SourceConnector {
  static final String FAIL = "fail";
  static final String REQUIRED = "required";

  private Map<String, String> settings;

  @Override
  public String version() {
    return "1";
  }

  @Override
  public void start(Map<String, String> props) {
    settings = props;
    if ("connector".equals(props.get(FAIL))) {
      throw new ConnectException("the connector was told to fail");
    }
  }

  @Override
  public Class<? extends org.apache.kafka.connect.connector.Task> taskClass() {
    return Task.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(REQUIRED, ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "A number")
        .define(FAIL, ConfigDef.Type.STRING, "never", ConfigDef.Importance.LOW, "What fails");
  }

  /** A task that waits. */
  public static final class Task extends SourceTask {
    private boolean fail;

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> props) {
      fail = "task".equals(props.get(FAIL));
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      if (fail) {
        throw new ConnectException(
            "the task was told to fail", new IllegalStateException("the root of it"));
      }
      Thread.sleep(100);
      return null;
    }

    @Override
    public void stop() {}
  }
}
