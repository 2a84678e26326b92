package io.mskcdc.dynamodb.item;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * A record of a table's stream.
 *
 * @param op {@code c}, {@code u} or {@code d}, as in Debezium's change events
 * @param key the attributes of the item's key
 * @param before the row before the change, null if the record has no old image
 * @param after the row after the change, null for a delete and if the record has no new image
 * @param time when the change was made, in milliseconds since 1970
 * @param sequence its place in the stream
 * @param isExpired whether Time to Live deleted the item
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">DynamoDB
 *     Streams, Record</a>
 */
public record ItemChange(
    String op,
    Map<String, AttributeValue> key,
    Map<String, Object> before,
    Map<String, Object> after,
    long time,
    String sequence,
    boolean isExpired) {
  private static final String TIME_TO_LIVE = "dynamodb.amazonaws.com";

  /**
   * Reads a record.
   *
   * @throws UnknownItemException if it has an event or an attribute that this release does not know
   */
  public static ItemChange of(Record record) {
    StreamRecord change = record.dynamodb();
    return new ItemChange(
        op(record),
        change.keys(),
        change.hasOldImage() ? AttributeValues.row(change.oldImage()) : null,
        change.hasNewImage() && record.eventName() != OperationType.REMOVE
            ? AttributeValues.row(change.newImage())
            : null,
        change.approximateCreationDateTime().toEpochMilli(),
        change.sequenceNumber(),
        record.userIdentity() != null && TIME_TO_LIVE.equals(record.userIdentity().principalId()));
  }

  private static String op(Record record) {
    return switch (record.eventName()) {
      case INSERT -> "c";
      case MODIFY -> "u";
      case REMOVE -> "d";
      case UNKNOWN_TO_SDK_VERSION ->
          throw new UnknownItemException(
              "the stream has an event "
                  + record.eventNameAsString()
                  + " that this release does not know");
    };
  }
}
