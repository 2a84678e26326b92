package io.mskcdc.local.dynamodb;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Attribute values of the SDK. */
final class Attributes {
  private Attributes() {}

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(String value) {
    return AttributeValue.fromN(value);
  }

  static AttributeValue bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  /** Returns the action of a transaction that puts an item. */
  static TransactWriteItem transactPut(String table, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(put -> put.tableName(table).item(item)).build();
  }

  /** Returns the action of a transaction that deletes an item. */
  static TransactWriteItem transactDelete(String table, String id) {
    return TransactWriteItem.builder()
        .delete(delete -> delete.tableName(table).key(key(id)))
        .build();
  }

  /** Returns the key of an item, or an item with only its key. */
  static Map<String, AttributeValue> key(String id) {
    return Map.of("id", text(id));
  }

  static Map<String, AttributeValue> item(String id, String name, AttributeValue value) {
    return Map.of("id", text(id), name, value);
  }
}
