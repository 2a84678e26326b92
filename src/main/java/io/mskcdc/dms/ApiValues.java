package io.mskcdc.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Gives the texts of a file the types that the API expects. */
final class ApiValues {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

  /** The members of type integer; each name has one type in the API. */
  private static final Set<String> INTEGERS =
      Set.of(
          "AllocatedStorage",
          "CdcMaxBatchInterval",
          "CdcMinFileSize",
          "DataPageSize",
          "DictPageSizeLimit",
          "EventsPollInterval",
          "ExecuteTimeout",
          "IgnoreHeaderRows",
          "MaxCapacityUnits",
          "MaxFileSize",
          "MessageMaxBytes",
          "MinCapacityUnits",
          "ParallelLoadThreads",
          "Port",
          "RowGroupLength");

  /** The numbers of a mapping rule; its ids, values and load orders are texts. */
  private static final Set<String> RULE_INTEGERS =
      Set.of(
          "batch-size",
          "length",
          "max-records-skip-per-page",
          "number-of-partitions",
          "precision",
          "scale");

  private ApiValues() {}

  /** Returns the members of a request, such as CreateEndpoint. */
  static ObjectNode request(JsonNode declared) {
    return object(declared, INTEGERS::contains);
  }

  /** Returns the settings of a task, in which every whole number is a number. */
  static ObjectNode settings(JsonNode declared) {
    return object(declared, name -> true);
  }

  /** Returns a rule of a table mapping. */
  static ObjectNode rule(JsonNode declared) {
    return object(declared, RULE_INTEGERS::contains);
  }

  /** A missing object becomes an empty one. */
  private static ObjectNode object(JsonNode declared, Predicate<String> isInteger) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    declared
        .properties()
        .forEach(
            entry ->
                object.set(entry.getKey(), typed(entry.getKey(), entry.getValue(), isInteger)));
    return object;
  }

  private static JsonNode typed(String name, JsonNode value, Predicate<String> isInteger) {
    if (value.isObject()) {
      return object(value, isInteger);
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> array.add(typed(name, item, isInteger)));
      return array;
    }
    String text = value.asText();
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    return isInteger.test(name) && NUMBER.matcher(text).matches()
        ? LongNode.valueOf(Long.parseLong(text))
        : TextNode.valueOf(text);
  }
}
