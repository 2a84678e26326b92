package io.mskcdc.plugin;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** The only class of the plugin in the archives of these tests. */
public class SampleTransform<R extends ConnectRecord<R>> implements Transformation<R> {
  @Override
  public R apply(R record) {
    return record;
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // There are no options.
  }

  @Override
  public void close() {
    // There is nothing to close.
  }

  /** A transform that no worker can load. */
  public static final class Broken<R extends ConnectRecord<R>> extends SampleTransform<R> {
    private static final int ALWAYS_FAILS = Integer.parseInt("no number");

    @Override
    public String toString() {
      return "Broken" + ALWAYS_FAILS;
    }
  }
}
