package io.mskcdc.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.aws.rest.Json;
import io.mskcdc.local.aws.rest.ServiceError;
import io.mskcdc.local.dynamodb.AttributeValue.Binary;
import io.mskcdc.local.dynamodb.AttributeValue.Bool;
import io.mskcdc.local.dynamodb.AttributeValue.Decimal;
import io.mskcdc.local.dynamodb.AttributeValue.Fields;
import io.mskcdc.local.dynamodb.AttributeValue.Sequence;
import io.mskcdc.local.dynamodb.AttributeValue.SetOf;
import io.mskcdc.local.dynamodb.AttributeValue.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attribute values in DynamoDB's JSON, such as {@code {"N": "1.5"}}. */
final class AttributeJson {
  private static final int MAX_DEPTH = 32;
  private static final Map<String, String> SET_NAMES =
      Map.of("SS", "An string set  may not be empty", "NS", "An number set  may not be empty");

  private AttributeJson() {}

  /** Reads a map of attributes, such as an item or a key. */
  static Map<String, AttributeValue> attributes(JsonNode node) {
    return attributes(node, 0);
  }

  private static Map<String, AttributeValue> attributes(JsonNode node, int depth) {
    if (!node.isObject()) {
      throw malformed("a map of attributes is not an object");
    }
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().isEmpty()) {
        throw DynamoDbErrors.invalidParameter("An attribute name may not be empty");
      }
      attributes.put(entry.getKey(), value(entry.getValue(), depth));
    }
    return attributes;
  }

  /** Reads one value. */
  static AttributeValue value(JsonNode node) {
    return value(node, 0);
  }

  private static AttributeValue value(JsonNode node, int depth) {
    if (!node.isObject()) {
      throw malformed("an attribute value is not an object");
    }
    if (node.size() != 1) {
      throw DynamoDbErrors.invalid(
          "Supplied AttributeValue "
              + (node.isEmpty() ? "is empty" : "has more than one datatypes set")
              + ", must contain exactly one of the supported datatypes");
    }
    if (depth > MAX_DEPTH) {
      throw DynamoDbErrors.invalid(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
              + " levels beyond supported limit");
    }
    Map.Entry<String, JsonNode> entry = node.properties().iterator().next();
    JsonNode content = entry.getValue();
    String type = entry.getKey();
    return switch (type) {
      case "S", "N", "B" -> scalar(type, content);
      case "BOOL" -> new Bool(bool(content));
      case "NULL" -> nothing(content);
      case "SS", "NS", "BS" -> set(type, content);
      case "L" -> list(content, depth);
      case "M" -> new Fields(attributes(content, depth + 1));
      default ->
          throw DynamoDbErrors.invalid(
              "Supplied AttributeValue is empty, must contain exactly one of the supported"
                  + " datatypes");
    };
  }

  private static AttributeValue scalar(String type, JsonNode content) {
    if (!content.isTextual()) {
      throw malformed("the value of type " + type + " is not a text");
    }
    String text = content.textValue();
    return switch (type) {
      case "S" -> new Text(text);
      case "N" -> Decimal.parse(text);
      default -> binary(text);
    };
  }

  private static Binary binary(String text) {
    try {
      return new Binary(Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      throw malformed("a value of type B is not Base64");
    }
  }

  private static boolean bool(JsonNode content) {
    if (!content.isBoolean()) {
      throw malformed("a value of type BOOL or NULL is not true or false");
    }
    return content.booleanValue();
  }

  private static AttributeValue nothing(JsonNode content) {
    if (!bool(content)) {
      throw DynamoDbErrors.invalidParameter(
          "Null attribute value types must have the value of true");
    }
    return AttributeValue.NULL;
  }

  private static SetOf set(String type, JsonNode content) {
    if (!content.isArray()) {
      throw malformed("a set is not a list");
    }
    if (content.isEmpty()) {
      throw DynamoDbErrors.invalidParameter(
          SET_NAMES.getOrDefault(type, "Binary sets should not be empty"));
    }
    String elementType = type.substring(0, 1);
    Set<AttributeValue> elements = new HashSet<>();
    for (JsonNode element : content) {
      if (!elements.add(scalar(elementType, element))) {
        throw DynamoDbErrors.invalidParameter("Input collection contains duplicates.");
      }
    }
    return new SetOf(elementType, elements);
  }

  private static Sequence list(JsonNode content, int depth) {
    if (!content.isArray()) {
      throw malformed("a value of type L is not a list");
    }
    List<AttributeValue> elements = new ArrayList<>();
    content.forEach(element -> elements.add(value(element, depth + 1)));
    return new Sequence(elements);
  }

  private static ServiceError malformed(String message) {
    return new ServiceError("SerializationException", message);
  }

  /** Writes a map of attributes. */
  static ObjectNode write(Map<String, AttributeValue> attributes) {
    ObjectNode node = Json.object();
    attributes.forEach((name, value) -> node.set(name, write(value)));
    return node;
  }

  private static ObjectNode write(AttributeValue value) {
    ObjectNode node = Json.object();
    String type = value.type();
    if (value instanceof Bool bool) {
      node.put(type, bool.value());
    } else if (value instanceof SetOf set) {
      ArrayNode elements = node.putArray(type);
      set.elements().forEach(element -> elements.add(text(element)));
    } else if (value instanceof Sequence list) {
      ArrayNode elements = node.putArray(type);
      list.elements().forEach(element -> elements.add(write(element)));
    } else if (value instanceof Fields map) {
      node.set(type, write(map.fields()));
    } else if (value instanceof AttributeValue.Null) {
      node.put(type, true);
    } else {
      node.put(type, text(value));
    }
    return node;
  }

  private static String text(AttributeValue scalar) {
    if (scalar instanceof Text string) {
      return string.text();
    }
    return scalar instanceof Decimal number ? number.text() : ((Binary) scalar).base64();
  }
}
