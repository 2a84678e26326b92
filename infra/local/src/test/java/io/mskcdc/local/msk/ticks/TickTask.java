package io.mskcdc.local.msk.ticks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Writes {@code label/build/number} ten times a second. */
public final class TickTask extends SourceTask {
  private static final Map<String, String> PARTITION = Map.of("clock", "one");

  private Map<String, String> configuration;
  private long number;

  static String build() {
    try (InputStream in = TickTask.class.getResourceAsStream("build.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start(Map<String, String> given) {
    configuration = given;
    String broken = given.getOrDefault(TickSource.BROKEN, "");
    if (!broken.isEmpty()) {
      throw new ConnectException("the task did not start", new IllegalStateException(broken));
    }
    Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
    number = stored == null ? 0 : (Long) stored.get("number");
  }

  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    Thread.sleep(100);
    number++;
    String value =
        configuration.getOrDefault(TickSource.LABEL, "tick") + "/" + build() + "/" + number;
    return List.of(
        new SourceRecord(
            PARTITION,
            Map.of("number", number),
            configuration.get(TickSource.TOPIC),
            Schema.STRING_SCHEMA,
            value));
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return build();
  }
}
