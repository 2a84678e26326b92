package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Reads the events of DynamoDB Streams.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">AWS Lambda Developer
 *     Guide, DynamoDB, Example event</a>
 */
final class StreamEvents {
  private StreamEvents() {}

  /**
   * Returns the name of the table.
   *
   * @param arn the ARN of its stream, {@code arn:…:table/NAME/stream/LABEL}
   */
  static String table(String arn) {
    String[] parts = arn.split("/");
    if (parts.length != 4) {
      throw malformed();
    }
    return parts[1];
  }

  static FunctionException malformed() {
    return new FunctionException(
        "lambda-event-malformed",
        "the event is not one of DynamoDB Streams",
        "connect this function to the stream of a table");
  }

  /** Reads a record of an event as the SDK's. */
  static Record record(JsonNode record) {
    JsonNode change = record.path("dynamodb");
    Instant created =
        Instant.ofEpochMilli(
            change
                .path("ApproximateCreationDateTime")
                .decimalValue()
                .movePointRight(3)
                .longValue());
    Record.Builder read = Record.builder().eventName(record.path("eventName").asText());
    if (record.hasNonNull("userIdentity")) {
      read.userIdentity(
          identity -> identity.principalId(record.at("/userIdentity/principalId").asText()));
    }
    return read.dynamodb(
            d -> {
              d.approximateCreationDateTime(created)
                  .keys(map(change.path("Keys")))
                  .sequenceNumber(change.path("SequenceNumber").asText());
              if (change.has("OldImage")) {
                d.oldImage(map(change.path("OldImage")));
              }
              if (change.has("NewImage")) {
                d.newImage(map(change.path("NewImage")));
              }
            })
        .build();
  }

  private static Map<String, AttributeValue> map(JsonNode object) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
    return map;
  }

  /** Reads a value such as {@code {"S": "text"}}. An unknown type gives a value of no type. */
  private static AttributeValue value(JsonNode typed) {
    if (typed.size() != 1) {
      throw malformed();
    }
    Map.Entry<String, JsonNode> field = typed.properties().iterator().next();
    JsonNode value = field.getValue();
    return switch (field.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "B" -> AttributeValue.fromB(bytes(value));
      case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
      case "NULL" -> AttributeValue.fromNul(true);
      case "M" -> AttributeValue.fromM(map(value));
      case "L" -> {
        List<AttributeValue> list = new ArrayList<>();
        value.forEach(element -> list.add(value(element)));
        yield AttributeValue.fromL(list);
      }
      case "SS" -> AttributeValue.fromSs(texts(value));
      case "NS" -> AttributeValue.fromNs(texts(value));
      case "BS" -> {
        List<SdkBytes> list = new ArrayList<>();
        value.forEach(element -> list.add(bytes(element)));
        yield AttributeValue.fromBs(list);
      }
      default -> AttributeValue.builder().build();
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static SdkBytes bytes(JsonNode base64) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64.asText()));
  }
}
