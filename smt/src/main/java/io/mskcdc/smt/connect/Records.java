package io.mskcdc.smt.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;

/** Makes records from the ones that a transform was given. */
public final class Records {
  private Records() {}

  /**
   * Copies a record's partition and timestamp to a new record.
   *
   * <p>Connect copies the record's headers if it gets no headers argument. With the same headers as
   * argument, both records would share them.
   */
  public static <R extends ConnectRecord<R>> R copyOf(
      R record,
      String topic,
      Schema keySchema,
      Object key,
      Schema schema,
      Object value,
      Headers headers) {
    return headers == record.headers()
        ? record.newRecord(
            topic, record.kafkaPartition(), keySchema, key, schema, value, record.timestamp())
        : record.newRecord(
            topic,
            record.kafkaPartition(),
            keySchema,
            key,
            schema,
            value,
            record.timestamp(),
            headers);
  }
}
