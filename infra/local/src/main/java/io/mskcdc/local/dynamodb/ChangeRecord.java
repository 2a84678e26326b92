package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A record of a stream.
 *
 * @param before null for an item that did not exist
 * @param after null for an item that was deleted
 * @param expired whether Time to Live deleted the item
 */
record ChangeRecord(
    long number, Instant created, ItemKey key, Item before, Item after, boolean expired) {

  /** Writes a record as GetRecords returns it. */
  ObjectNode write(ChangeStream stream) {
    String sequenceNumber = SequenceNumber.text(number);
    ObjectNode record =
        Json.object()
            .put("eventID", eventId(stream.arn() + sequenceNumber))
            .put("eventName", eventName())
            .put("eventVersion", "1.1")
            .put("eventSource", "aws:dynamodb")
            .put("awsRegion", stream.region());
    if (expired) {
      record
          .putObject("userIdentity")
          .put("PrincipalId", "dynamodb.amazonaws.com")
          .put("Type", "Service");
    }
    ObjectNode change =
        record
            .putObject("dynamodb")
            .put("ApproximateCreationDateTime", created.getEpochSecond())
            .put("SequenceNumber", sequenceNumber)
            .put("SizeBytes", size(stream))
            .put("StreamViewType", stream.view().name());
    change.set("Keys", AttributeJson.write(stream.schema().attributes(key)));
    if (before != null && stream.view().hasOld()) {
      change.set("OldImage", AttributeJson.write(before.attributes()));
    }
    if (after != null && stream.view().hasNew()) {
      change.set("NewImage", AttributeJson.write(after.attributes()));
    }
    return record;
  }

  private static String eventId(String position) {
    byte[] bytes = position.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
  }

  private String eventName() {
    if (before == null) {
      return "INSERT";
    }
    return after == null ? "REMOVE" : "MODIFY";
  }

  /** Returns the size of the keys and images that the stream's view has, in bytes. */
  int size(ChangeStream stream) {
    Map<String, AttributeValue> keys = stream.schema().attributes(key);
    return Item.size(keys)
        + (before != null && stream.view().hasOld() ? before.size() : 0)
        + (after != null && stream.view().hasNew() ? after.size() : 0);
  }
}
