package io.mskcdc.smt.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;

/** How a transform makes a record from the one it was given. */
public final class Records {
  private Records() {}

  /**
   * Returns a record in place of another, with its partition and timestamp. Headers that are the
   * other's own are left to Connect, which gives each record a copy: to name them would share them.
   */
  public static <R extends ConnectRecord<R>> R renewed(
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
