package io.mskcdc.dynamodb.item;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values of items as values of rows: a number is a text, because it may have 38 digits; binary is a
 * byte array; a set is a sorted list; maps have their names in order. The same item therefore
 * always gives the same row.
 */
public final class AttributeValues {
  private AttributeValues() {}

  /**
   * Returns an item as a row, its attributes by name.
   *
   * @throws UnknownItemException if an attribute has a type that this release does not know
   */
  public static Map<String, Object> row(Map<String, AttributeValue> item) {
    Map<String, Object> row = new TreeMap<>();
    item.forEach((name, value) -> row.put(name, of(value)));
    return row;
  }

  /** Returns the key of an item, its attributes in the order of the table's key. */
  public static Map<String, Object> key(List<String> names, Map<String, AttributeValue> item) {
    Map<String, Object> key = new LinkedHashMap<>();
    names.forEach(name -> key.put(name, of(item.get(name))));
    return key;
  }

  private static Object of(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> value.n();
      case B -> value.b().asByteArray();
      case BOOL -> value.bool();
      case NUL -> null;
      case M -> row(value.m());
      case L -> list(value.l());
      case SS -> value.ss().stream().sorted().toList();
      case NS ->
          value.ns().stream()
              .sorted(Comparator.comparing((String number) -> new BigDecimal(number)))
              .toList();
      case BS ->
          value.bs().stream().map(SdkBytes::asByteArray).sorted(Arrays::compareUnsigned).toList();
      case UNKNOWN_TO_SDK_VERSION ->
          throw new UnknownItemException("an attribute has a type that this release does not know");
    };
  }

  /** A list may hold null. */
  private static List<Object> list(List<AttributeValue> values) {
    List<Object> list = new ArrayList<>();
    values.forEach(value -> list.add(of(value)));
    return list;
  }
}
