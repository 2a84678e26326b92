package io.mskcdc.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values of rows as values of items. */
final class ItemValues {
  // DynamoDB's numbers have 38 digits and are between 1E-130 and 9.99E125.
  private static final int MAX_DIGITS = 38;
  private static final int MIN_EXPONENT = -130;
  private static final int MAX_EXPONENT = 125;

  private ItemValues() {}

  static Map<String, AttributeValue> of(Row row) {
    return map(row.json());
  }

  private static Map<String, AttributeValue> map(JsonNode object) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
    return map;
  }

  private static AttributeValue of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> AttributeValue.fromNul(true);
      case BOOLEAN -> AttributeValue.fromBool(value.booleanValue());
      case NUMBER -> number(value.decimalValue());
      case OBJECT -> AttributeValue.fromM(map(value));
      case ARRAY -> {
        List<AttributeValue> list = new ArrayList<>();
        value.forEach(element -> list.add(of(element)));
        yield AttributeValue.fromL(list);
      }
      default -> AttributeValue.fromS(value.asText());
    };
  }

  /** A DOUBLE may be too large or too small for DynamoDB; it is a text then. */
  private static AttributeValue number(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    return number.signum() == 0
            || number.precision() <= MAX_DIGITS
                && exponent >= MIN_EXPONENT
                && exponent <= MAX_EXPONENT
        ? number(number.toString())
        : AttributeValue.fromS(number.toString());
  }

  static AttributeValue number(String digits) {
    return AttributeValue.fromN(digits);
  }
}
