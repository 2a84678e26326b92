package io.mskcdc.plugin;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** A plugin of one class, for the archives of these tests. */
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
    // It has no keys.
  }

  @Override
  public void close() {
    // It holds nothing.
  }

  /** One that no worker can load. */
  public static final class Broken<R extends ConnectRecord<R>> extends SampleTransform<R> {
    private static final int ALWAYS_FAILS = Integer.parseInt("no number");

    @Override
    public String toString() {
      return "Broken" + ALWAYS_FAILS;
    }
  }
}
