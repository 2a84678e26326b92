package io.mskcdc.smt.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * The least that a transform from change events to rows does: it makes a row and a record of each
 * event, without masks, added fields or routing. No pass can take less time.
 */
public final class RowCopy implements Transformation<SourceRecord> {
  private static final String TOPIC = "shop.rows";

  private Schema envelope;
  private Field before;
  private Field after;

  @Override
  public SourceRecord apply(SourceRecord record) {
    Struct event = (Struct) record.value();
    if (event == null) {
      return record;
    }
    if (record.valueSchema() != envelope) {
      envelope = record.valueSchema();
      before = FieldPositions.read(envelope.field("before").index());
      after = FieldPositions.read(envelope.field("after").index());
    }
    Struct image = (Struct) event.get(after);
    if (image == null) {
      image = (Struct) event.get(before);
    }
    Object[] values = FieldPositions.values(image);
    Struct row = new Struct(image.schema());
    System.arraycopy(values, 0, FieldPositions.valuesToWrite(row), 0, values.length);
    return record.newRecord(
        TOPIC,
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        row.schema(),
        row,
        record.timestamp());
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> options) {}
}
