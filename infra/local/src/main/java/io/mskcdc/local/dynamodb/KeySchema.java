package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mskcdc.local.dynamodb.AttributeValue.Binary;
import io.mskcdc.local.dynamodb.AttributeValue.Text;
import java.util.HashMap;
import java.util.Map;

/**
 * The key attributes of a table.
 *
 * @param sort null in a table without sort key
 */
record KeySchema(Attribute partition, Attribute sort) {
  private static final int MAX_PARTITION = 2048;
  private static final int MAX_SORT = 1024;

  /**
   * A key attribute.
   *
   * @param type S, N or B
   */
  record Attribute(String name, String type) {}

  boolean isKey(String attribute) {
    return attribute.equals(partition.name()) || sort != null && attribute.equals(sort.name());
  }

  /** Returns the key of an item that a request writes. */
  ItemKey ofItem(Map<String, AttributeValue> attributes) {
    return ItemKey.of(
        ofItem(attributes, partition), sort == null ? null : ofItem(attributes, sort));
  }

  private AttributeValue ofItem(Map<String, AttributeValue> attributes, Attribute attribute) {
    AttributeValue value = attributes.get(attribute.name());
    if (value == null) {
      throw DynamoDbErrors.invalidParameter("Missing the key " + attribute.name() + " in the item");
    }
    if (!value.type().equals(attribute.type())) {
      throw DynamoDbErrors.invalidParameter(
          "Type mismatch for key %s expected: %s actual: %s"
              .formatted(attribute.name(), attribute.type(), value.type()));
    }
    return checked(value, attribute);
  }

  /** Returns the key that a request names, which has no other attributes. */
  ItemKey ofKey(Map<String, AttributeValue> attributes) {
    boolean matches =
        attributes.size() == (sort == null ? 1 : 2)
            && hasType(attributes, partition)
            && (sort == null || hasType(attributes, sort));
    if (!matches) {
      throw DynamoDbErrors.invalid("The provided key element does not match the schema");
    }
    return ItemKey.of(
        checked(attributes.get(partition.name()), partition),
        sort == null ? null : checked(attributes.get(sort.name()), sort));
  }

  private static boolean hasType(Map<String, AttributeValue> attributes, Attribute attribute) {
    AttributeValue value = attributes.get(attribute.name());
    return value != null && value.type().equals(attribute.type());
  }

  private AttributeValue checked(AttributeValue value, Attribute attribute) {
    if (value.size() == 0) {
      throw DynamoDbErrors.invalid(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (value instanceof Text ? "string" : "binary")
              + " value. Key: "
              + attribute.name());
    }
    boolean isPartition = attribute == partition;
    boolean sized = value instanceof Text || value instanceof Binary;
    if (sized && value.size() > (isPartition ? MAX_PARTITION : MAX_SORT)) {
      throw DynamoDbErrors.invalidParameter(
          isPartition
              ? "Size of hashkey has exceeded the maximum size limit of" + MAX_PARTITION + " bytes"
              : "Aggregated size of all range keys has exceeded the size limit of "
                  + MAX_SORT
                  + " bytes");
    }
    return value;
  }

  /** Returns the attributes of a key. */
  Map<String, AttributeValue> attributes(ItemKey key) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put(partition.name(), key.partition());
    if (sort != null) {
      attributes.put(sort.name(), key.sort());
    }
    return attributes;
  }

  /** Writes the member KeySchema of a table or stream. */
  void write(ArrayNode elements) {
    elements.addObject().put("AttributeName", partition.name()).put("KeyType", "HASH");
    if (sort != null) {
      elements.addObject().put("AttributeName", sort.name()).put("KeyType", "RANGE");
    }
  }
}
