package io.mskcdc.local.demo;

import io.mskcdc.local.mysql.MySql;
import io.mskcdc.local.stack.LocalStack;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Creates the consumer that reads the rows of a demo. */
final class RowConsumer {
  private static final Pattern ROWS =
      Pattern.compile(Pattern.quote(MySql.DATABASE) + "\\..*|" + Pattern.quote(SameForm.ORDERS));

  private RowConsumer() {}

  /** Returns a consumer of the topics of all tables, including topics that are created later. */
  static KafkaConsumer<String, String> subscribe(LocalStack stack) {
    Properties properties = new Properties();
    properties.putAll(stack.kafka().superUserClient());
    properties.put("group.id", "demo");
    properties.put("auto.offset.reset", "earliest");
    // The consumer finds a new topic when it refreshes its metadata.
    properties.put("metadata.max.age.ms", "300");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(ROWS);
    return consumer;
  }
}
